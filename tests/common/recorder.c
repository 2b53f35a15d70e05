// Writes down, in order, what a process writes to files below $MINGMAI_UNDER and what it says on standard output.
//
// A record: operation, then length of path, place, length of data, then path and data. A sync bears the number of records
// that were there when it began: what was written while it went on need not be covered by it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int out = -2;
static uint64_t records;
static const char *under;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void put(char op, const char *path, uint64_t at, const void *data, uint64_t len) {
    if (out == -2) {
        const char *to = getenv("MINGMAI_RECORD");
        under = getenv("MINGMAI_UNDER");
        out = to && under ? (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    }
    if (out < 0 || (op != 'T' && strncmp(path, under, strlen(under)) != 0)) return;
    struct { uint64_t op, path, at, len; } head = {(uint64_t)op, strlen(path), at, len};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, len}};
    syscall(SYS_writev, out, parts, 3);
    records++;
}

static const char *path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, 4000);
    path[len < 0 ? 0 : len] = 0;
    return path;
}

static const char *at_dir(int dir, const char *name, char *path) {
    if (name[0] == '/' || dir == AT_FDCWD) return strcpy(path, name);
    path_of(dir, path);
    strcat(path, "/");
    return strcat(path, name);
}

static void wrote(int fd, const void *data, ssize_t len, int64_t at) {
    char path[8192];
    if (len <= 0) return;
    if (fd == 1) return put('T', "", 0, data, len);
    path_of(fd, path);
    put('W', path, at < 0 ? (uint64_t)(lseek(fd, 0, SEEK_CUR) - len) : (uint64_t)at, data, len);
}

ssize_t write(int fd, const void *data, size_t len) {
    REAL(ssize_t, "write", int, const void *, size_t);
    pthread_mutex_lock(&turn);
    ssize_t done = real(fd, data, len);
    int error = errno;
    wrote(fd, data, done, -1);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    // One after another: nothing here depends on their being one.
    ssize_t all = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = write(fd, parts[at].iov_base, parts[at].iov_len);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[at].iov_len) break;
    }
    return all;
}

static ssize_t put_at(int fd, const void *data, size_t len, off_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    pthread_mutex_lock(&turn);
    ssize_t done = real(fd, data, len, at);
    int error = errno;
    wrote(fd, data, done, at);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at) { return put_at(fd, data, len, at); }
ssize_t pwrite(int fd, const void *data, size_t len, off_t at) { return put_at(fd, data, len, at); }

static int synced(int fd, const char *name) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    char path[8192];
    pthread_mutex_lock(&turn);
    uint64_t begun = records;
    pthread_mutex_unlock(&turn);
    int done = real(fd);
    int error = errno;
    pthread_mutex_lock(&turn);
    if (done == 0) put('F', path_of(fd, path), begun, 0, 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int cut(int fd, off_t len) {
    REAL(int, "ftruncate64", int, off_t);
    char path[8192];
    pthread_mutex_lock(&turn);
    int done = real(fd, len);
    if (done == 0) put('S', path_of(fd, path), len, 0, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate64(int fd, off64_t len) { return cut(fd, len); }
int ftruncate(int fd, off_t len) { return cut(fd, len); }

static int opened(int dir, const char *name, int flags, mode_t mode) {
    REAL(int, "openat64", int, const char *, int, ...);
    char path[8192];
    if (!(flags & (O_CREAT | O_TRUNC))) return real(dir, name, flags, mode);
    pthread_mutex_lock(&turn);
    int fd = real(dir, name, flags, mode);
    int error = errno;
    if (fd >= 0) {
        if (flags & O_CREAT) put('C', path_of(fd, path), 0, 0, 0);
        if (flags & O_TRUNC) put('S', path_of(fd, path), 0, 0, 0);
    }
    pthread_mutex_unlock(&turn);
    errno = error;
    return fd;
}

#define OPENS(dir, name) \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    return opened(dir, name, flags, mode)

int open64(const char *name, int flags, ...) { OPENS(AT_FDCWD, name); }
int open(const char *name, int flags, ...) { OPENS(AT_FDCWD, name); }
int openat64(int dir, const char *name, int flags, ...) { OPENS(dir, name); }
int openat(int dir, const char *name, int flags, ...) { OPENS(dir, name); }

int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    pthread_mutex_lock(&turn);
    int done = real(old, new);
    int error = errno;
    if (done == 0) put('R', old, 0, new, strlen(new));
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

int unlinkat(int dir, const char *name, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    char path[8192];
    pthread_mutex_lock(&turn);
    at_dir(dir, name, path);
    int done = real(dir, name, flags);
    int error = errno;
    if (done == 0) put('U', path, 0, 0, 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdir(const char *name, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    pthread_mutex_lock(&turn);
    int done = real(name, mode);
    int error = errno;
    if (done == 0) put('M', name, 0, 0, 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}
