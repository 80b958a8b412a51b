"""Each rule of tidy.py finds its bad line and leaves the good one alone."""

import pathlib
import tempfile
import unittest

import project
import tidy


def messages(text, name="engine/net/x.cc"):
    return [message for _, message in tidy.findings(name, text)]


def function_of(lines):
    """A function of exactly `lines` lines."""
    return "int F() {\n" + "  Step();\n" * (lines - 2) + "}\n"


HEADER = """// What a thing is for.
#ifndef SIXGATE_ENGINE_NET_X_H_
#define SIXGATE_ENGINE_NET_X_H_

namespace engine::net {

class First {
 public:
  int value() const { return 1; }
};

// Not thread-safe.
class Second {};

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_X_H_
"""


class BannedTest(unittest.TestCase):
    BAD = [
        ("std::string_view a;", "absl::string_view"),
        ("absl::optional<int> a;", "std::optional"),
        ("std::cout << 1;", "stdout"),
        ('printf("x");', "stdout"),
        ('std::fprintf(stdout, "x");', "stdout"),
        ("std::cerr << 1;", "logger"),
        ("std::this_thread::sleep_for(x);", "wait for the event"),
        ("usleep(5);", "wait for the event"),
        ("absl::SleepFor(x);", "wait for the event"),
        ("int a = rand();", "absl/random"),
        ("strcpy(a, b);", "absl::StrCat"),
        ('std::sprintf(a, "%d", 1);', "absl::StrCat"),
        ("int a = std::stoi(text);", "absl::SimpleAtoi"),
        ("int a = atoi(text);", "absl::SimpleAtoi"),
        ("auto a = strtoul(text, 0, 10);", "absl::SimpleAtoi"),
        ("auto a = gmtime(&b);", "absl::Time"),
        ("std::regex a;", "parse by hand"),
        ("absl::Mutex mutex_;", "engine/base/mutex.h"),
        ("std::mutex mutex_;", "engine/base/mutex.h"),
        ("absl::MutexLock lock(&mutex_);", "engine/base/mutex.h"),
        ("throw 1;", "absl::Status"),
        ("using namespace std;", "name what you use"),
        ("a << std::endl;", "write"),
        ("assert(a);", "SIXGATE_CHECK"),
        ("int a = (int)b;", "static_cast"),
        ('system("x");', "posix_spawn"),
        ("auto a = absl::Now();", "the clock"),
        ("auto* a = new Thing(1);", "make_unique"),
        ("delete a;", "unique_ptr own"),
        ("delete[] a;", "unique_ptr own"),
    ]
    GOOD = [
        "absl::string_view a;",
        "// printf(x) and std::cout in a comment",
        'Log("call printf(x) with std::endl and throw");',
        "absl::SimpleAtoi(text, &a);",
        "queue.sleep(5); a->rand();",
        "std::snprintf(buffer, sizeof buffer, x);",
        "strand(1); operand(2); asleep(3);",
        "Thing(const Thing&) = delete;",
        "auto a = absl::WrapUnique(new Thing(1));",
        "std::unique_ptr<Thing> a(new Thing(1));",
        "static const Thing& a = *new Thing(1);",
        "int renew = 1; std::string news;",
        "static_assert(sizeof(int) == 4);",
        "auto a = static_cast<int>(b);",
        "void F(int);",
        "using engine::net::Prefix;",
    ]

    def test_every_banned_call_names_its_replacement(self):
        for line, instead in self.BAD:
            with self.subTest(line):
                found = messages(line + "\n")
                self.assertEqual(len(found), 1, found)
                self.assertIn(instead, found[0])

    def test_what_only_looks_alike_passes(self):
        for line in self.GOOD:
            with self.subTest(line):
                self.assertEqual(messages(line + "\n"), [])

    def test_a_reason_on_the_line_or_above_allows_it(self):
        self.assertEqual(messages("usleep(5);  // tidy: the other process sends no event\n"), [])
        self.assertEqual(messages("// tidy: the other process sends no event\nusleep(5);\n"), [])
        self.assertEqual(len(messages("usleep(5);  // tidy:\n")), 1)
        self.assertEqual(len(messages("// tidy: too far away\n\nusleep(5);\n")), 1)

    def test_the_handshake_may_write_to_stdout(self):
        name = "provider/framework/plugin/handshake.cc"
        self.assertEqual(messages("fputs(line, stdout);\n", name), [])

    def test_only_the_engine_is_given_its_clock(self):
        for name in ("provider/framework/plugin/log.cc", "engine/base/clock.cc"):
            self.assertEqual(messages("auto a = absl::Now();\n", name), [])


class TextTest(unittest.TestCase):
    def test_words_and_paths_that_have_no_place(self):
        for line in ("// TODO: later", "// TODO(me): later", "// FIXME", "/home/somebody/x",
                     "/wo" "rk/main", "pypi" ".org", "deb.debian" ".org", "a ", "a\r"):
            with self.subTest(line):
                self.assertEqual(len(messages(line + "\n", "docs/x.md")), 1)

    def test_what_may_stand_in_text(self):
        for line in ("// TODO(#12): split", "// TODO(12): split", "https://example.com/work/x",
                     "/etc/network", "a\tb", "write `TODO(issue): x`"):
            with self.subTest(line):
                self.assertEqual(messages(line + "\n", "docs/x.md"), [])

    def test_the_last_line_ends(self):
        self.assertEqual(messages("a", "docs/x.md"), ["end the file with a line feed"])

    def test_the_line_limit_is_for_code(self):
        long = "\n" * (tidy.FILE_LINES_MAX + 1)
        self.assertEqual(len(messages(long)), 1)
        self.assertEqual(messages(long[1:]), [])
        self.assertEqual(messages(long, "docs/x.md"), [])

    def test_columns(self):
        self.assertEqual(messages("x" * 100 + "\n"), [])
        self.assertEqual(len(messages("x" * 101 + "\n")), 1)
        self.assertEqual(len(messages("x" * 101 + "\n", "tests/lint/x.py")), 1)
        self.assertEqual(messages("// see https://example.com/" + "x" * 101 + "\n"), [])


class FunctionTest(unittest.TestCase):
    def lines(self, code):
        return [lines for _, lines in tidy.functions(project.code_of(code))]

    def test_the_limit_counts_the_first_and_the_last_line(self):
        self.assertEqual(messages(function_of(70)), [])
        self.assertEqual(len(messages(function_of(71))), 1)

    def test_kinds_of_functions(self):
        for name, code, lines in [
            ("plain", "int F() {\n  G();\n}\n", [3]),
            ("in a namespace", "namespace a {\nint F() {\n}\n}\n", [2]),
            ("test body", "TEST(A, B) {\n  G();\n}\n", [3]),
            ("method", "class A {\n public:\n  int f() const {\n    F();\n  }\n};\n", [3]),
            ("trailing return", "auto F() -> std::vector<int> {\n}\n", [2]),
            ("qualifiers", "struct A {\n  void F() const noexcept override {\n  }\n};\n", [2]),
            ("operator", "bool operator==(const A& a, const A& b) {\n  return a == b;\n}\n", [3]),
            ("template", "template <class T = int>\nT F(T t = T{}) {\n  return t;\n}\n", [4]),
            ("constructor", "A::A(int b)\n    : b_{b}, c_{1} {\n  F();\n}\n", [4]),
            ("two lines of head", "int F(int a,\n      int b) {\n}\n", [3]),
            ("after a comment", "// about F\nint F() {\n}\n", [2]),
            ("lambda inside", "int F() {\n  auto g = [] {\n    return 1;\n  };\n}\n", [5]),
            ("lambda outside", "const auto kF = [](int a) {\n  return a;\n};\n", [3]),
            ("attribute", "class ABSL_LOCKABLE A {\n  void F() ABSL_LOCKS(m) {\n  }\n};\n", [2]),
        ]:
            with self.subTest(name):
                self.assertEqual(self.lines(code), lines)

    def test_what_is_no_function(self):
        for name, code in [
            ("table", "const std::vector<int> kTable = {\n1,\n2,\n};\n"),
            ("array of calls", "const A kTable[] = {\n{F(1), G()},\n{F(2), G()},\n};\n"),
            ("brace initialiser", "const A kA{\n1,\n};\n"),
            ("enum", "enum class A {\n  kB,\n};\n"),
            ("macro", "#define F(x) \\\n  do { \\\n  } while (0)\n"),
            ("declaration", "int F(int a = 1);\n"),
        ]:
            with self.subTest(name):
                self.assertEqual(self.lines(code), [])

    def test_braces_in_literals_and_comments_do_not_count(self):
        code = ('int F() {\n  G("}{{", \'{\', R"(\n}}}\n)");  // }\n  /* } */\n}\n'
                "int H() {\n}\n")
        self.assertEqual(self.lines(code), [6, 2])

    def test_digit_separators_do_not_open_a_literal(self):
        code = "int F() {\n  return 1'000;\n}\nint G() {\n  return 2'000;\n}\n"
        self.assertEqual(self.lines(code), [3, 3])


class HeaderTest(unittest.TestCase):
    NAME = "engine/net/x.h"

    def found(self, text):
        return messages(text, self.NAME)

    def test_a_good_header(self):
        self.assertEqual(self.found(HEADER), [])

    def test_the_guard_follows_the_path(self):
        self.assertEqual(tidy.guard_of("engine/net/a_b.h"), "SIXGATE_ENGINE_NET_A_B_H_")
        self.assertEqual(len(self.found(HEADER.replace("_NET_X_", "_NET_Y_"))), 3)

    def test_it_begins_with_a_comment(self):
        self.assertEqual(len(self.found(HEADER.split("\n", 1)[1])), 1)

    def test_every_class_but_the_first_has_its_own_comment(self):
        self.assertEqual(len(self.found(HEADER.replace("// Not thread-safe.\n", ""))), 1)

    def test_a_forward_declaration_needs_none(self):
        text = HEADER.replace("// Not thread-safe.\nclass Second {};", "class Second;")
        self.assertEqual(self.found(text), [])

    def test_a_comment_above_template(self):
        text = HEADER.replace("class Second {}", "template <class T>\nclass Second {}")
        self.assertEqual(self.found(text), [])


class IncludeTest(unittest.TestCase):
    def test_includes_are_named_from_the_root(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "engine").mkdir()
            (root / "engine" / "a.h").write_text("")
            for line, count in [
                ('#include "engine/a.h"', 0), ('#include "a.h"', 1), ('#include "../a.h"', 1),
                ("#include <engine/a.h>", 1), ("#include <string>", 0),
                ('#include "absl/status/status.h"', 0), ('#include "proto/tfplugin6.pb.h"', 0),
            ]:
                with self.subTest(line):
                    self.assertEqual(len(tidy.findings("engine/b.cc", line + "\n", root)), count)


if __name__ == "__main__":
    unittest.main()
