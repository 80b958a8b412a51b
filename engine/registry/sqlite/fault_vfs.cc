#include "engine/registry/sqlite/fault_vfs.h"

namespace engine::registry::sqlite {
namespace {

// SQLite allocates it with the real file behind it.
struct FaultFile {
  sqlite3_file base;
  FaultVfs* faults;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile* Faulty(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Faulty(file)->real(); }
FaultVfs* Faults(sqlite3_vfs* vfs) { return static_cast<FaultVfs*>(vfs->pAppData); }

int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  const int fault = Faulty(file)->faults->Fault(FaultVfs::Call::kRead);
  if (fault != SQLITE_OK) return fault;
  return Real(file)->pMethods->xRead(Real(file), bytes, size, offset);
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int fault = Faulty(file)->faults->Fault(FaultVfs::Call::kWrite);
  if (fault != SQLITE_OK) return fault;
  return Real(file)->pMethods->xWrite(Real(file), bytes, size, offset);
}

int Sync(sqlite3_file* file, int flags) {
  const int fault = Faulty(file)->faults->Fault(FaultVfs::Call::kSync);
  if (fault != SQLITE_OK) return fault;
  return Real(file)->pMethods->xSync(Real(file), flags);
}

// Everything else goes straight through.
template <auto Method, class... Arguments>
int Pass(sqlite3_file* file, Arguments... arguments) {
  return (Real(file)->pMethods->*Method)(Real(file), arguments...);
}

void PassBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }

sqlite3_io_methods Methods() {
  using M = sqlite3_io_methods;
  sqlite3_io_methods methods = {};
  methods.iVersion = 2;
  methods.xClose = Pass<&M::xClose>;
  methods.xRead = Read;
  methods.xWrite = Write;
  methods.xTruncate = Pass<&M::xTruncate, sqlite3_int64>;
  methods.xSync = Sync;
  methods.xFileSize = Pass<&M::xFileSize, sqlite3_int64*>;
  methods.xLock = Pass<&M::xLock, int>;
  methods.xUnlock = Pass<&M::xUnlock, int>;
  methods.xCheckReservedLock = Pass<&M::xCheckReservedLock, int*>;
  methods.xFileControl = Pass<&M::xFileControl, int, void*>;
  methods.xSectorSize = Pass<&M::xSectorSize>;
  methods.xDeviceCharacteristics = Pass<&M::xDeviceCharacteristics>;
  methods.xShmMap = Pass<&M::xShmMap, int, int, int, void volatile**>;
  methods.xShmLock = Pass<&M::xShmLock, int, int, int>;
  methods.xShmBarrier = PassBarrier;
  methods.xShmUnmap = Pass<&M::xShmUnmap, int>;
  return methods;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  const int code =
      Faults(vfs)->real()->xOpen(Faults(vfs)->real(), name, Real(file), flags, flags_out);
  Faulty(file)->faults = Faults(vfs);
  file->pMethods = Real(file)->pMethods == nullptr ? nullptr : Faults(vfs)->methods();
  return code;
}

int LastError(sqlite3_vfs* vfs, int size, char* text) {
  const int error_number = Faults(vfs)->error_number();
  return error_number != 0 ? error_number
                           : Faults(vfs)->real()->xGetLastError(Faults(vfs)->real(), size, text);
}

}  // namespace

FaultVfs::FaultVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_), methods_(Methods()) {
  // The rest of the real one's functions look at nothing that differs here.
  vfs_.zName = "fault";
  vfs_.pAppData = this;
  vfs_.szOsFile = static_cast<int>(sizeof(FaultFile)) + real_->szOsFile;
  vfs_.pNext = nullptr;
  vfs_.xOpen = Open;
  vfs_.xGetLastError = LastError;
  sqlite3_vfs_register(&vfs_, 1);
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

void FaultVfs::FailAfter(Call call, int successes, int code, int error_number) {
  call_ = call;
  successes_ = successes;
  code_ = code;
  error_number_ = error_number;
  failed_ = false;
}

int FaultVfs::Fault(Call call) {
  if (call != call_) return SQLITE_OK;
  if (successes_ > 0) {
    --successes_;
    return SQLITE_OK;
  }
  failed_ = true;
  return code_;
}

}  // namespace engine::registry::sqlite
