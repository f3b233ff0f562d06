/* A power cut, for files in one folder: loaded before a program (LD_PRELOAD), it keeps in a second folder what a disk
 * would still hold, namely the bytes that were flushed, and counts the flushes.
 *
 * FLUSHED_FOLDER names the folder watched (files directly in it), FLUSHED_KEPT the one with the copies. A file's length
 * is kept at its flush too. A name made or taken away is kept when the file, or its folder, is flushed. Maps of memory
 * are not watched: SQLite keeps nothing there that it needs after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 256
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

struct watched {
    dev_t device;
    ino_t inode;
    char name[128];
    off_t first, last; /* what was written since the last flush; first > last: nothing */
    long flushes;
};

static struct watched files[MOST];
static int many;
static char gone[MOST][128]; /* names taken away, but not yet for good */
static int many_gone;
static char folder[PATH_MAX], kept[PATH_MAX];
static long flushes;
static void (*told)(void);
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
    const char *from = getenv("FLUSHED_FOLDER"), *to = getenv("FLUSHED_KEPT");
    if (from && to && realpath(from, folder) && realpath(to, kept)) return;
    folder[0] = 0;
}

/* All flushes so far, or those of files whose name ends so. */
long flushed_count(const char *end) {
    long sum = 0;
    if (!end || !*end) return flushes;
    for (int at = 0; at < many; at++) {
        size_t length = strlen(files[at].name), tail = strlen(end);
        if (length >= tail && !strcmp(files[at].name + length - tail, end)) sum += files[at].flushes;
    }
    return sum;
}

/* Call this after each flush. */
void flushed_tell(void (*callback)(void)) { told = callback; }

static const char *name_in_folder(const char *path) {
    static __thread char whole[PATH_MAX], parent[PATH_MAX];
    if (!folder[0]) return NULL;
    const char *slash = strrchr(path, '/');
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    if (!realpath(parent, whole) || strcmp(whole, folder)) return NULL;
    return slash ? slash + 1 : path;
}

static struct watched *find(int file) {
    struct stat found;
    if (!many || fstat(file, &found) || !S_ISREG(found.st_mode)) return NULL;
    for (int at = 0; at < many; at++)
        if (files[at].inode == found.st_ino && files[at].device == found.st_dev) return &files[at];
    return NULL;
}

static void watch(int file, const char *path) {
    struct stat found;
    const char *name = name_in_folder(path);
    if (!name || fstat(file, &found) || !S_ISREG(found.st_mode)) return;
    pthread_mutex_lock(&turn);
    struct watched *one = find(file);
    if (!one || strcmp(one->name, name)) { /* an inode of another name is a new file in an old one's place */
        if (!one) {
            if (many == MOST) abort();
            one = &files[many++];
            one->flushes = 0;
        }
        one->device = found.st_dev;
        one->inode = found.st_ino;
        one->first = 0, one->last = found.st_size;
        snprintf(one->name, sizeof one->name, "%s", name);
    }
    pthread_mutex_unlock(&turn);
}

static void written(int file, off_t first, off_t last) {
    pthread_mutex_lock(&turn);
    struct watched *one = find(file);
    if (one && first < one->first) one->first = first;
    if (one && last > one->last) one->last = last;
    pthread_mutex_unlock(&turn);
}

static void forget(const char *name) {
    for (int at = 0; at < many_gone; at++)
        if (!strcmp(gone[at], name)) memmove(gone[at], gone[--many_gone], sizeof gone[at]);
}

static void keep(int file, struct watched *one) {
    if (!one->name[0]) return; /* it has been taken away */
    char path[PATH_MAX + 130], part[1 << 16];
    struct stat found;
    snprintf(path, sizeof path, "%s/%s", kept, one->name);
    int copy = REAL(open64)(path, O_WRONLY | O_CREAT, 0600);
    if (copy < 0 || fstat(file, &found)) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file); /* ours may be open for writing only */
    int original = REAL(open64)(path, O_RDONLY);
    if (original < 0) abort();
    off_t end = one->last < found.st_size ? one->last : found.st_size;
    for (off_t at = one->first; at < end;) {
        ssize_t most = end - at < (off_t)sizeof part ? end - at : (off_t)sizeof part;
        ssize_t got = pread(original, part, most, at);
        if (got <= 0) break;
        if (REAL(pwrite64)(copy, part, got, at) != got) abort();
        at += got;
    }
    if (REAL(ftruncate64)(copy, found.st_size)) abort();
    close(copy), close(original);
    one->first = LLONG_MAX, one->last = -1;
    one->flushes++, flushes++;
    forget(one->name);
}

static void keep_names(void) {
    char path[PATH_MAX + 130];
    while (many_gone) {
        snprintf(path, sizeof path, "%s/%s", kept, gone[--many_gone]);
        REAL(unlink)(path);
    }
}

static void flushed(int file) {
    struct stat found, ours;
    pthread_mutex_lock(&turn);
    struct watched *one = find(file);
    if (one) keep(file, one);
    else if (folder[0] && !fstat(file, &found) && !stat(folder, &ours) && found.st_ino == ours.st_ino) keep_names();
    pthread_mutex_unlock(&turn);
    if (one && told) told();
}

#define OPENED(name)                                                       \
    int name(const char *path, int flags, ...) {                           \
        va_list rest;                                                      \
        va_start(rest, flags);                                             \
        int file = REAL(name)(path, flags, va_arg(rest, unsigned));        \
        va_end(rest);                                                      \
        if (file >= 0) watch(file, path);                                  \
        return file;                                                       \
    }
OPENED(open)
OPENED(open64)

ssize_t write(int file, const void *from, size_t size) {
    off_t at = many ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = REAL(write)(file, from, size);
    if (many && done > 0) written(file, at, at + done);
    return done;
}

#define WRITTEN(name)                                                      \
    ssize_t name(int file, const void *from, size_t size, off_t at) {      \
        ssize_t done = REAL(name)(file, from, size, at);                   \
        if (done > 0) written(file, at, at + done);                        \
        return done;                                                       \
    }
WRITTEN(pwrite)
WRITTEN(pwrite64)

#define SHORTENED(name)                                                    \
    int name(int file, off_t size) {                                       \
        int done = REAL(name)(file, size);                                 \
        if (!done) written(file, size, size);                              \
        return done;                                                       \
    }
SHORTENED(ftruncate)
SHORTENED(ftruncate64)

#define FLUSHED(name)                                                      \
    int name(int file) {                                                   \
        int done = REAL(name)(file);                                       \
        if (!done) flushed(file);                                          \
        return done;                                                       \
    }
FLUSHED(fsync)
FLUSHED(fdatasync)

int unlink(const char *path) {
    const char *name = name_in_folder(path);
    int done = REAL(unlink)(path);
    pthread_mutex_lock(&turn);
    if (!done && name && many_gone < MOST) snprintf(gone[many_gone++], sizeof gone[0], "%s", name);
    for (int at = 0; !done && name && at < many; at++) /* its inode may come back as another file */
        if (!strcmp(files[at].name, name)) files[at].name[0] = 0;
    pthread_mutex_unlock(&turn);
    return done;
}

int rename(const char *from, const char *to) {
    const char *name = name_in_folder(from);
    static __thread char before[128], after[128];
    snprintf(before, sizeof before, "%s", name ? name : "");
    name = name_in_folder(to);
    snprintf(after, sizeof after, "%s", name ? name : "");
    int done = REAL(rename)(from, to);
    if (done || !before[0] || !after[0]) return done;
    pthread_mutex_lock(&turn);
    for (int at = 0; at < many; at++) {
        if (!strcmp(files[at].name, after)) files[at].name[0] = 0;
        else if (!strcmp(files[at].name, before)) { /* kept whole under its new name at its next flush */
            snprintf(files[at].name, sizeof files[at].name, "%s", after);
            files[at].first = 0, files[at].last = LLONG_MAX;
        }
    }
    if (many_gone < MOST) snprintf(gone[many_gone++], sizeof gone[0], "%s", before);
    pthread_mutex_unlock(&turn);
    return done;
}
