// Makes one call of the system fail in a program that is not changed: LD_PRELOAD this library.
//
//   FAULTS_ROOT    only calls on files in this folder, an absolute path without links, are counted
//   FAULTS_ERROR   ENOSPC, EIO, EINTR, EMFILE, ENOLCK: files cannot be locked, or short: reads and
//                  writes of half of what was asked
//   FAULTS_CALL    which of the calls that can fail so does, from 1; 0 for none
//   FAULTS_EXTENT  one: only that call; lasting: all such calls from that one on, as when a disk is
//                  full; alternating: that one, not the next, and so on
//   FAULTS_THREAD  which thread cannot be made, from 1; a minus before it: nor can any after it
//   FAULTS_LOG     a file that gets a line "NUMBER CALL PATH" for each call that was counted
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum error {
  NONE = 0,
  NO_SPACE = 1,
  IO = 2,
  INTERRUPTED = 4,
  FULL_TABLE = 8,
  SHORT = 16,
  NO_LOCKS = 32
};

static struct {
  char root[PATH_MAX];
  size_t root_length;
  enum error error;
  int code;
  long call;
  enum { ONE, LASTING, ALTERNATING } extent;
  int log;
  long thread;
} settings;

static atomic_long counted;
// What the descriptors of counted files are of; NULL for others.
#define MOST 4096
static char *_Atomic opened[MOST];

__attribute__((constructor)) static void start(void) {
  const char *root = getenv("FAULTS_ROOT"), *error = getenv("FAULTS_ERROR");
  const char *call = getenv("FAULTS_CALL"), *log = getenv("FAULTS_LOG");
  const char *thread = getenv("FAULTS_THREAD");
  settings.log = -1;
  settings.thread = thread ? atol(thread) : 0;
  if (!root || !error) return;
  snprintf(settings.root, sizeof settings.root, "%s", root);
  settings.root_length = strlen(settings.root);
  static const struct {
    const char *name;
    enum error error;
    int code;
  } errors[] = {
      {"ENOSPC", NO_SPACE, ENOSPC},   {"EIO", IO, EIO},    {"EINTR", INTERRUPTED, EINTR},
      {"EMFILE", FULL_TABLE, EMFILE}, {"short", SHORT, 0}, {"ENOLCK", NO_LOCKS, ENOLCK},
  };
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (!strcmp(error, errors[i].name)) {
      settings.error = errors[i].error;
      settings.code = errors[i].code;
    }
  settings.call = call ? atol(call) : 0;
  const char *extent = getenv("FAULTS_EXTENT");
  settings.extent = extent && !strcmp(extent, "lasting")       ? LASTING
                    : extent && !strcmp(extent, "alternating") ? ALTERNATING
                                                               : ONE;
  // Far away from the descriptors that the program gets.
  if (log) {
    int low =
        (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    settings.log = fcntl(low, F_DUPFD_CLOEXEC, 900);
    if (settings.log >= 0)
      syscall(SYS_close, low);
    else
      settings.log = low;
  }
}

static int is_below(const char *path) {
  if (!settings.root_length || !path) return 0;
  char whole[2 * PATH_MAX];
  if (path[0] != '/') {
    char here[PATH_MAX];
    if (syscall(SYS_getcwd, here, sizeof here) < 0) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    path = whole;
  }
  return !strncmp(path, settings.root, settings.root_length) &&
         (path[settings.root_length] == '/' || path[settings.root_length] == 0);
}

// Counts a call; true when it has to fail.
static int fails(int errors, const char *call, const char *path) {
  if (!(errors & settings.error)) return 0;
  long number = atomic_fetch_add(&counted, 1) + 1;
  int now = settings.call > 0 && number >= settings.call &&
            (settings.extent == LASTING || number == settings.call ||
             (settings.extent == ALTERNATING && (number - settings.call) % 2 == 0));
  if (settings.log >= 0) {
    char line[2 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    syscall(SYS_write, settings.log, line, (size_t)length);
  }
  if (now && settings.code) errno = settings.code;
  return now;
}

static int fails_at(int errors, const char *call, const char *path) {
  return is_below(path) && fails(errors, call, path);
}

static const char *name_of(int descriptor) {
  return descriptor >= 0 && descriptor < MOST ? atomic_load(&opened[descriptor]) : NULL;
}

static int fails_on(int errors, const char *call, int descriptor) {
  const char *path = name_of(descriptor);
  return path && fails(errors, call, path);
}

static void remember(int descriptor, const char *path) {
  if (descriptor < 0 || descriptor >= MOST) return;
  // Never freed: another thread may be looking at it.
  atomic_store(&opened[descriptor], is_below(path) ? strdup(path) : NULL);
}

#define NEXT(result, name, ...) \
  static result (*next)(__VA_ARGS__); \
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, #name)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(int, name, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    int errors = IO | INTERRUPTED | FULL_TABLE | (flags & O_CREAT ? NO_SPACE : 0); \
    if (fails_at(errors, flags & O_CREAT ? "create" : "open", path)) return -1; \
    int descriptor = next(path, flags, mode); \
    remember(descriptor, path); \
    return descriptor; \
  }
OPEN(open)
OPEN(open64)

// The path of a name in an open folder, for messages and for finding out whether it is counted.
static const char *path_at(int folder, const char *path, char *room, size_t size) {
  const char *start = path[0] == '/' ? NULL : name_of(folder);
  if (folder == AT_FDCWD || path[0] == '/') return path;
  if (!start) return "/";
  snprintf(room, size, "%s/%s", start, path);
  return room;
}

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    NEXT(int, name, int, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    char room[2 * PATH_MAX]; \
    const char *whole = path_at(folder, path, room, sizeof room); \
    int errors = IO | INTERRUPTED | FULL_TABLE | (flags & O_CREAT ? NO_SPACE : 0); \
    if (fails_at(errors, flags & O_CREAT ? "create" : "open", whole)) return -1; \
    int descriptor = next(folder, path, flags, mode); \
    remember(descriptor, whole); \
    return descriptor; \
  }
OPENAT(openat)
OPENAT(openat64)

int unlinkat(int folder, const char *path, int flags) {
  NEXT(int, unlinkat, int, const char *, int);
  char room[2 * PATH_MAX];
  const char *whole = path_at(folder, path, room, sizeof room);
  return fails_at(IO, flags & AT_REMOVEDIR ? "rmdir" : "unlink", whole) ? -1
                                                                        : next(folder, path, flags);
}

#define MKSTEMP(name) \
  int name(char *path) { \
    NEXT(int, name, char *); \
    if (fails_at(IO | INTERRUPTED | FULL_TABLE | NO_SPACE, "mkstemp", path)) { \
      /* As the C library leaves it. */ \
      size_t length = strlen(path); \
      if (length >= 6) memcpy(path + length - 6, "zzzzzz", 6); \
      return -1; \
    } \
    int descriptor = next(path); \
    remember(descriptor, path); \
    return descriptor; \
  }
MKSTEMP(mkstemp)
MKSTEMP(mkstemp64)

char *mkdtemp(char *path) {
  NEXT(char *, mkdtemp, char *);
  return fails_at(IO | NO_SPACE, "mkdtemp", path) ? NULL : next(path);
}

int close(int descriptor) {
  NEXT(int, close, int);
  int failed = fails_on(IO | INTERRUPTED, "close", descriptor), code = errno;
  if (descriptor >= 0 && descriptor < MOST) atomic_store(&opened[descriptor], NULL);
  int result = next(descriptor);
  if (failed) errno = code;
  return failed ? -1 : result;
}

ssize_t read(int descriptor, void *start, size_t count) {
  NEXT(ssize_t, read, int, void *, size_t);
  if (count > 1 && fails_on(IO | INTERRUPTED | SHORT, "read", descriptor)) {
    if (settings.error != SHORT) return -1;
    count = (count + 1) / 2;
  }
  return next(descriptor, start, count);
}

#define PREAD(name, type) \
  ssize_t name(int descriptor, void *start, size_t count, type offset) { \
    NEXT(ssize_t, name, int, void *, size_t, type); \
    if (count > 1 && fails_on(IO | INTERRUPTED | SHORT, "pread", descriptor)) { \
      if (settings.error != SHORT) return -1; \
      count = (count + 1) / 2; \
    } \
    return next(descriptor, start, count, offset); \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t write(int descriptor, const void *start, size_t count) {
  NEXT(ssize_t, write, int, const void *, size_t);
  if (count > 1 && fails_on(NO_SPACE | IO | INTERRUPTED | SHORT, "write", descriptor)) {
    if (settings.error != SHORT) return -1;
    count = (count + 1) / 2;
  }
  return next(descriptor, start, count);
}

int fsync(int descriptor) {
  NEXT(int, fsync, int);
  return fails_on(NO_SPACE | IO | INTERRUPTED, "fsync", descriptor) ? -1 : next(descriptor);
}

int fdatasync(int descriptor) {
  NEXT(int, fdatasync, int);
  return fails_on(NO_SPACE | IO | INTERRUPTED, "fsync", descriptor) ? -1 : next(descriptor);
}

#define FTRUNCATE(name, type) \
  int name(int descriptor, type length) { \
    NEXT(int, name, int, type); \
    return fails_on(NO_SPACE | IO | INTERRUPTED, "ftruncate", descriptor) \
               ? -1 \
               : next(descriptor, length); \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define TWO_PATHS(name, errors) \
  int name(const char *from, const char *to) { \
    NEXT(int, name, const char *, const char *); \
    return fails_at(errors, #name, to) ? -1 : next(from, to); \
  }
TWO_PATHS(rename, NO_SPACE | IO)
TWO_PATHS(link, NO_SPACE | IO)
TWO_PATHS(symlink, NO_SPACE | IO)

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  NEXT(int, renameat2, int, const char *, int, const char *, unsigned);
  char room[2 * PATH_MAX];
  return fails_at(NO_SPACE | IO, "rename", path_at(to_folder, to, room, sizeof room))
             ? -1
             : next(from_folder, from, to_folder, to, flags);
}

#define ONE_PATH(name) \
  int name(const char *path) { \
    NEXT(int, name, const char *); \
    return fails_at(IO, #name, path) ? -1 : next(path); \
  }
ONE_PATH(unlink)
ONE_PATH(rmdir)

int mkdir(const char *path, mode_t mode) {
  NEXT(int, mkdir, const char *, mode_t);
  return fails_at(NO_SPACE | IO, "mkdir", path) ? -1 : next(path, mode);
}

int chmod(const char *path, mode_t mode) {
  NEXT(int, chmod, const char *, mode_t);
  return fails_at(IO, "chmod", path) ? -1 : next(path, mode);
}

int fchmod(int descriptor, mode_t mode) {
  NEXT(int, fchmod, int, mode_t);
  return fails_on(IO, "fchmod", descriptor) ? -1 : next(descriptor, mode);
}

#define STAT(name, type) \
  int name(const char *path, struct type *status) { \
    NEXT(int, name, const char *, struct type *); \
    return fails_at(IO, #name, path) ? -1 : next(path, status); \
  }
STAT(stat, stat)
STAT(lstat, stat)
STAT(stat64, stat64)
STAT(lstat64, stat64)

#define FSTAT(name, type) \
  int name(int descriptor, struct type *status) { \
    NEXT(int, name, int, struct type *); \
    return fails_on(IO, #name, descriptor) ? -1 : next(descriptor, status); \
  }
FSTAT(fstat, stat)
FSTAT(fstat64, stat64)

char *realpath(const char *path, char *resolved) {
  NEXT(char *, realpath, const char *, char *);
  return fails_at(IO, "realpath", path) ? NULL : next(path, resolved);
}

DIR *opendir(const char *path) {
  NEXT(DIR *, opendir, const char *);
  if (fails_at(IO | FULL_TABLE | INTERRUPTED, "opendir", path)) return NULL;
  DIR *folder = next(path);
  if (folder) remember(dirfd(folder), path);
  return folder;
}

int closedir(DIR *folder) {
  NEXT(int, closedir, DIR *);
  remember(dirfd(folder), NULL);
  return next(folder);
}

#define READDIR(name, type) \
  struct type *name(DIR *folder) { \
    NEXT(struct type *, name, DIR *); \
    return fails_on(IO, "readdir", dirfd(folder)) ? NULL : next(folder); \
  }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

int flock(int descriptor, int operation) {
  NEXT(int, flock, int, int);
  return fails_on(IO | INTERRUPTED | NO_LOCKS, "flock", descriptor) ? -1
                                                                    : next(descriptor, operation);
}

int ioctl(int descriptor, unsigned long request, ...) {
  NEXT(int, ioctl, int, unsigned long, ...);
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return fails_on(IO, "ioctl", descriptor) ? -1 : next(descriptor, request, argument);
}

#define MMAP(name, type) \
  void *name(void *start, size_t length, int rights, int flags, int descriptor, type offset) { \
    NEXT(void *, name, void *, size_t, int, int, int, type); \
    if (descriptor >= 0 && fails_on(IO, "mmap", descriptor)) return MAP_FAILED; \
    return next(start, length, rights, flags, descriptor, offset); \
  }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *argument) {
  NEXT(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  static atomic_long threads;
  long number = atomic_fetch_add(&threads, 1) + 1;
  if (number == settings.thread || (settings.thread < 0 && number >= -settings.thread))
    return EAGAIN;
  return next(thread, attributes, body, argument);
}
