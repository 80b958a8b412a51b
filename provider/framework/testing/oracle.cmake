# Tests of providers: core's rules, fakes, and a client that behaves as core does. Projects
# that include this one test with it, too.
if(GTest_FOUND)
  sixgate_library(tf_testing
    SOURCES
      change_rules.cc check_kept.cc check_plan.cc connection.cc connection_parts.cc fake_provider.cc
      in_process_client.cc in_process_client_parts.cc literal.cc proposed_new_state.cc
    DEPS tf_tfplugin6 tf_server tf_codec GTest::gtest)
endif()
