#define _GNU_SOURCE
#include "slots.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup"
#define UNIT "/system.slice/croft-scripts.service"

// A directory in the first tree is a slot. With version 2 alone all are the same. Processor time is shared out evenly:
// all scripts together get as much as another service, and each member's as much as another's.
enum { SLOT, PIDS, MEMORY, CPU, TREES };
static const char *tree[TREES] = {GROUPS UNIT, GROUPS UNIT, GROUPS UNIT, GROUPS UNIT};

// Of a file of a member's group (slot -1) or of a slot's.
static const char *path(int t, struct slot slot, const char *file) {
  static char text[256];
  int length = slot.number < 0 ? snprintf(text, sizeof text, "%s/u%lu/%s", tree[t], slot.uid, file)
                               : snprintf(text, sizeof text, "%s/u%lu/%d/%s", tree[t], slot.uid, slot.number, file);
  if (length < 0 || (size_t)length >= sizeof text) abort();
  return text;
}

static struct slot around(struct slot slot) { return (struct slot){slot.uid, -1}; }

static bool put(const char *file, const char *text) {
  int to = open(file, O_WRONLY | O_CLOEXEC);
  bool done = to >= 0 && write(to, text, strlen(text)) == (ssize_t)strlen(text);
  if (to >= 0) close(to);
  return done;
}

// With version 2: the groups in this one get controllers of their own. False if the kernel lacks one of those that limit.
static bool control(const char *file) {
  put(file, "+cpu");
  return put(file, "+pids") & put(file, "+memory");
}

// The number behind a word in a file of the kernel's; 0 if there is none.
static long count(const char *file, const char *word) {
  char name[64];
  long value = 0, found = 0;
  FILE *in = fopen(file, "re");
  while (in && fscanf(in, "%63s %ld", name, &value) == 2)
    if (!strcmp(name, word)) found = value;
  if (in) fclose(in);
  return found;
}

void find_groups(void) {
  if (!access(GROUPS "/cgroup.controllers", F_OK)) return;
  tree[SLOT] = GROUPS "/unified" UNIT;
  tree[PIDS] = GROUPS "/pids" UNIT;
  tree[MEMORY] = GROUPS "/memory" UNIT;
  tree[CPU] = GROUPS "/cpu" UNIT;
}

bool prepare_groups(void) {
  char file[256];
  for (int t = 0; t < TREES; t++)
    if (mkdir(tree[t], 0755) && errno != EEXIST) return false;
  if (tree[PIDS] != tree[SLOT]) return true;
  // A group whose children have controllers holds no process itself: who sweeps goes into one of its own.
  snprintf(file, sizeof file, "%s/sweep", tree[SLOT]);
  if (mkdir(file, 0755) && errno != EEXIST) return false;
  snprintf(file, sizeof file, "%s/sweep/cgroup.procs", tree[SLOT]);
  if (!put(file, "0")) return false;
  snprintf(file, sizeof file, "%s/cgroup.subtree_control", tree[SLOT]);
  return control(file);
}

// A limit whose file is not there is none: version 2 without that controller, of which the sweep speaks.
static bool limit(int t, struct slot slot, const char *name, long value) {
  char text[24];
  snprintf(text, sizeof text, "%ld", value);
  return put(path(t, slot, name), text) || access(path(t, slot, name), F_OK);
}

static bool limits(struct slot slot, long processes, long megabytes) {
  return limit(PIDS, slot, "pids.max", processes) && limit(MEMORY, slot, "memory.max", megabytes << 20) &&
         limit(MEMORY, slot, "memory.limit_in_bytes", megabytes << 20);
}

// False with errno EEXIST if it is taken.
static bool make_slot(struct slot slot) {
  // Another request may just be taking the member's group away, as its last one.
  for (int tries = 0; tries < 100; tries++) {
    for (int t = 0; t < TREES; t++) mkdir(path(t, around(slot), ""), 0755);
    if (tree[PIDS] == tree[SLOT]) control(path(SLOT, around(slot), "cgroup.subtree_control"));
    bool all = limits(around(slot), ALL_PROCESSES, ALL_MEGABYTES);
    if (!mkdir(path(SLOT, slot, ""), 0755)) {
      for (int t = 1; t < TREES; t++)
        for (int again = 0; mkdir(path(t, slot, ""), 0755) && errno == ENOENT && again < 100; again++)
          mkdir(path(t, around(slot), ""), 0755);
      if (all && limits(slot, PROCESSES, MEGABYTES)) return true;
      end_slot(slot);
      errno = EIO;
    }
    if (errno != ENOENT) return false;
  }
  return false;
}

bool take_slot(unsigned long uid, struct slot *slot) {
  for (*slot = (struct slot){uid, 0}; slot->number < SLOTS; slot->number++) {
    if (make_slot(*slot)) return true;
    if (errno != EEXIST) return false;
  }
  errno = EBUSY;
  return false;
}

pid_t fork_into(struct slot slot) {
  int group = open(path(SLOT, slot, ""), O_PATH | O_CLOEXEC);
  if (group < 0) return -1;
  struct clone_args how = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (__u64)group};
  pid_t child = (pid_t)syscall(SYS_clone3, &how, sizeof how);
  close(group);
  return child;
}

// In the trees of version 1 a process enters by itself; as a single thread it need not wait for all others.
bool enter_rest(struct slot slot) {
  for (int t = 1; t < TREES; t++)
    if (tree[t] != tree[SLOT] && !put(path(t, slot, "tasks"), "0")) return false;
  return true;
}

long killed_for_memory(struct slot slot) {
  return count(path(MEMORY, slot, tree[MEMORY] == tree[SLOT] ? "memory.events" : "memory.oom_control"), "oom_kill");
}

long not_started(struct slot slot) { return count(path(PIDS, slot, "pids.events"), "max"); }

// The slot itself goes last: until then it is taken. False while something is still in it.
static bool give_back(struct slot slot) {
  for (int t = TREES - 1; t >= 0; t--)
    if (rmdir(path(t, slot, "")) && errno != ENOENT) return false;
  for (int t = TREES - 1; t >= 0; t--) rmdir(path(t, around(slot), ""));
  return true;
}

void end_slot(struct slot slot) {
  // What does not die within seconds hangs in the kernel: it keeps its slot, and the sweep tries again.
  for (int tries = 0; !give_back(slot) && tries < 1000; tries++) {
    put(path(SLOT, slot, "cgroup.kill"), "1");
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
  }
}

void end_older_than(long seconds) {
  struct dirent *entry;
  struct stat group;
  DIR *all = opendir(tree[SLOT]);
  while (all && (entry = readdir(all))) {
    struct slot slot;
    if (sscanf(entry->d_name, "u%lu", &slot.uid) != 1) continue;
    for (slot.number = 0; slot.number < SLOTS; slot.number++)
      if (!stat(path(SLOT, slot, ""), &group) && time(NULL) - group.st_ctime > seconds) end_slot(slot);
  }
  if (all) closedir(all);
}
