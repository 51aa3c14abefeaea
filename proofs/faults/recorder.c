/*
 * Records, in order, what a process does to the files below one folder and which DICOM answers it sends.
 *
 * Loaded with LD_PRELOAD. ISOCENTER_RECORD_ROOT names the folder, ISOCENTER_RECORD_FILE where the record goes. Calls
 * are passed on unchanged; a write is recorded when it is done, a sync when it begins and when it has succeeded, an
 * answer before it is sent. So a write counts as covered by a sync only if it was done before the sync began, and an
 * answer counts as sent from before its first byte: both err on the strict side.
 *
 * Record, little endian: kind u8, 7 bytes of zero, offset i64, path length u32, data length u32, path, data.
 * `trace.ts` reads it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATED = 1, WRITTEN, SYNC_BEGUN, SYNC_DONE, RENAMED, UNLINKED, TRUNCATED, DIRECTORY_MADE, ANSWER, DIRECTORY_REMOVED, LINKED };
enum { MAX_FILES = 65536, P_DATA = 4, ANSWER_MAX = 4096 };

/* By descriptor. Held: `files`, also around the calls that make a descriptor mean another file. */
static char *paths[MAX_FILES];
static pthread_mutex_t files = PTHREAD_MUTEX_INITIALIZER;
static int record_fd = -1;
static const char *root;
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_close)(int), (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *), (*real_unlink)(const char *), (*real_rmdir)(const char *);
static int (*real_mkdir)(const char *, mode_t), (*real_link)(const char *, const char *);

static void find(void *target, const char *name) { *(void **)target = dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  find(&real_open, "open64"), find(&real_write, "write"), find(&real_writev, "writev");
  find(&real_pwrite, "pwrite64"), find(&real_pwritev, "pwritev64"), find(&real_sendmsg, "sendmsg");
  find(&real_fsync, "fsync"), find(&real_fdatasync, "fdatasync"), find(&real_close, "close");
  find(&real_ftruncate, "ftruncate64"), find(&real_rename, "rename"), find(&real_unlink, "unlink");
  find(&real_mkdir, "mkdir"), find(&real_rmdir, "rmdir"), find(&real_link, "link");
  const char *file = getenv("ISOCENTER_RECORD_FILE");
  root = getenv("ISOCENTER_RECORD_ROOT");
  if (!file || !root) return;
  root_length = strlen(root);
  record_fd = real_open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* A handler that writes (libuv's does) must not come between and wait for what its own thread holds. */
static sigset_t hold(pthread_mutex_t *mutex) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_mutex_lock(mutex);
  return before;
}
static void let_go(pthread_mutex_t *mutex, const sigset_t *before) {
  pthread_mutex_unlock(mutex);
  pthread_sigmask(SIG_SETMASK, before, NULL);
}

static void record(uint8_t kind, int64_t offset, const char *path, const struct iovec *parts, int count, size_t length) {
  if (record_fd < 0) return;
  int saved = errno;
  uint8_t header[24] = {kind};
  uint32_t path_length = path ? strlen(path) : 0, data_length = length;
  memcpy(header + 8, &offset, 8), memcpy(header + 16, &path_length, 4), memcpy(header + 20, &data_length, 4);
  sigset_t signals = hold(&lock);
  real_write(record_fd, header, sizeof header);
  if (path_length) real_write(record_fd, path, path_length);
  for (int at = 0; at < count && length > 0; at++) {
    size_t take = parts[at].iov_len < length ? parts[at].iov_len : length;
    if (take) real_write(record_fd, parts[at].iov_base, take);
    length -= take;
  }
  let_go(&lock, &signals);
  errno = saved;
}

static int inside(const char *path) { return root && strncmp(path, root, root_length) == 0; }

/*
 * Copies the path of a file of ours; false for every other descriptor. Not every close comes by here: what is a socket
 * by now is no file of ours any more.
 */
static int path_of(int fd, char copy[PATH_MAX]) {
  if (fd < 0 || fd >= MAX_FILES) return 0;
  sigset_t signals = hold(&files);
  struct stat status;
  int found = paths[fd] != NULL && fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
  if (found) snprintf(copy, PATH_MAX, "%s", paths[fd]);
  let_go(&files, &signals);
  return found;
}

static int opened(const char *path, int flags, mode_t mode) {
  int tracked = record_fd >= 0 && inside(path);
  int existed = tracked && (flags & O_CREAT) ? access(path, F_OK) == 0 : 1;
  sigset_t signals = hold(&files);
  int fd = real_open(path, flags, mode);
  if (fd >= 0 && fd < MAX_FILES) {
    free(paths[fd]);
    paths[fd] = tracked ? strdup(path) : NULL;
  }
  let_go(&files, &signals);
  if (!tracked || fd < 0 || fd >= MAX_FILES) return fd;
  if (!existed) record(CREATED, 0, path, NULL, 0, 0);
  if (flags & O_TRUNC) record(TRUNCATED, 0, path, NULL, 0, 0);
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);
  return opened(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);
  return opened(path, flags, mode);
}
int close(int fd) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real_close(fd);
  sigset_t signals = hold(&files);
  free(paths[fd]);
  paths[fd] = NULL;
  int result = real_close(fd);
  let_go(&files, &signals);
  return result;
}

/* A P-DATA-TF PDU on anything that is not a file of ours is an answer, PS3.8 section 9.3.5. */
static void note_answer(int fd, const struct iovec *parts, int count) {
  if (record_fd < 0 || fd == record_fd || count < 1 || parts[0].iov_len < 6) return;
  if (((const uint8_t *)parts[0].iov_base)[0] != P_DATA) return;
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode)) return;
  size_t total = 0;
  for (int at = 0; at < count; at++) total += parts[at].iov_len;
  record(ANSWER, 0, NULL, parts, count, total < ANSWER_MAX ? total : ANSWER_MAX);
}

static void written(int fd, const struct iovec *parts, int count, off_t offset, ssize_t done) {
  char path[PATH_MAX];
  if (done > 0 && path_of(fd, path)) record(WRITTEN, offset, path, parts, count, done);
}

ssize_t write(int fd, const void *data, size_t length) {
  struct iovec part = {(void *)data, length};
  char path[PATH_MAX];
  if (!path_of(fd, path)) { note_answer(fd, &part, 1); return real_write(fd, data, length); }
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real_write(fd, data, length);
  written(fd, &part, 1, offset, done);
  return done;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) { note_answer(fd, parts, count); return real_writev(fd, parts, count); }
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real_writev(fd, parts, count);
  written(fd, parts, count, offset, done);
  return done;
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  struct iovec part = {(void *)data, length};
  ssize_t done = real_pwrite(fd, data, length, offset);
  written(fd, &part, 1, offset, done);
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  ssize_t done = real_pwritev(fd, parts, count, offset);
  written(fd, parts, count, offset, done);
  return done;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  note_answer(fd, message->msg_iov, message->msg_iovlen);
  return real_sendmsg(fd, message, flags);
}

static int synced(int fd, int (*sync)(int)) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return sync(fd);
  record(SYNC_BEGUN, fd, path, NULL, 0, 0);
  int result = sync(fd);
  if (result == 0) record(SYNC_DONE, fd, path, NULL, 0, 0);
  return result;
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int ftruncate64(int fd, off_t length) {
  int result = real_ftruncate(fd, length);
  char path[PATH_MAX];
  if (result == 0 && path_of(fd, path)) record(TRUNCATED, length, path, NULL, 0, 0);
  return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
int rename(const char *from, const char *to) {
  int result = real_rename(from, to);
  struct iovec part = {(void *)to, strlen(to)};
  if (result != 0 || !inside(from)) return result;
  record(RENAMED, 0, from, &part, 1, part.iov_len);
  sigset_t signals = hold(&files);
  for (int fd = 0; fd < MAX_FILES; fd++) { /* open files go on under their new name */
    if (!paths[fd] || strcmp(paths[fd], from) != 0) continue;
    free(paths[fd]);
    paths[fd] = strdup(to);
  }
  let_go(&files, &signals);
  return result;
}
int link(const char *from, const char *to) {
  int result = real_link(from, to);
  struct iovec part = {(void *)to, strlen(to)};
  if (result == 0 && inside(from)) record(LINKED, 0, from, &part, 1, part.iov_len);
  return result;
}
int unlink(const char *path) {
  int result = real_unlink(path);
  if (result == 0 && inside(path)) record(UNLINKED, 0, path, NULL, 0, 0);
  return result;
}
int rmdir(const char *path) {
  int result = real_rmdir(path);
  if (result == 0 && inside(path)) record(DIRECTORY_REMOVED, 0, path, NULL, 0, 0);
  return result;
}
int mkdir(const char *path, mode_t mode) {
  int result = real_mkdir(path, mode);
  if (result == 0 && inside(path)) record(DIRECTORY_MADE, 0, path, NULL, 0, 0);
  return result;
}
