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

#define LIMITS "/etc/apache2/croft/script-limits"
#define MOUNTS "/sys/fs/cgroup"
#define IN(tree) MOUNTS tree "/system.slice/croft-scripts.service"

// A directory in the first tree is a slot. With version 2 alone all are the same. Processor time is shared out evenly:
// all scripts together get as much as another service, and each member's as much as another's.
enum { SLOT, PIDS, MEMORY, CPU, TREES };
static const char *tree[TREES] = {IN(""), IN(""), IN(""), IN("")};

static const struct control_group whole = {"."}, supervisors = {"supervisors"};

static struct control_group member(unsigned long uid) {
  struct control_group group;
  snprintf(group.name, sizeof group.name, "u%lu", uid);
  return group;
}

static struct control_group numbered(unsigned long uid, long number) {
  struct control_group group;
  snprintf(group.name, sizeof group.name, "u%lu/%ld", uid, number);
  return group;
}

static struct control_group around(struct control_group slot) {
  slot.name[strcspn(slot.name, "/")] = 0;
  return slot;
}

// Good until the next one is asked for.
static const char *path(int t, struct control_group group, const char *file) {
  static char text[256];
  int length = snprintf(text, sizeof text, "%s/%s/%s", tree[t], group.name, file);
  if (length < 0 || (size_t)length >= sizeof text) abort();
  return text;
}

static bool put(const char *file, const char *text) {
  int to = open(file, O_WRONLY | O_CLOEXEC);
  bool done = to >= 0 && write(to, text, strlen(text)) == (ssize_t)strlen(text);
  if (to >= 0) close(to);
  return done;
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

bool read_limits(struct limits *l) {
  *l = (struct limits){.seconds = 10, .processes = 100, .megabytes = 100, .slots = 10};
  FILE *in = fopen(LIMITS, "re");
  if (!in) return errno == ENOENT;
  bool whole_file = fscanf(in, "%4ld %5ld %6ld %3ld", &l->seconds, &l->processes, &l->megabytes, &l->slots) == 4 &&
                    fgetc(in) == '\n' && fgetc(in) == EOF;
  fclose(in);
  return whole_file && l->seconds > 0 && l->processes > 0 && l->megabytes > 0 && l->slots > 0 && l->slots <= MOST_SLOTS;
}

void find_groups(void) {
  if (!access(MOUNTS "/cgroup.controllers", F_OK)) return;
  tree[SLOT] = IN("/unified");
  tree[PIDS] = IN("/pids");
  tree[MEMORY] = IN("/memory");
  tree[CPU] = IN("/cpu");
}

bool give_groups(uid_t user) {
  const char *const files[] = {"cgroup.procs", "cgroup.threads", "cgroup.subtree_control"};
  for (int t = 0; t < TREES; t++)
    if ((mkdir(tree[t], 0755) && errno != EEXIST) || chown(tree[t], user, (gid_t)-1)) return false;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (chown(path(SLOT, whole, files[i]), user, (gid_t)-1)) return false;
  return true;
}

// The groups in this one get controllers of their own; in trees of version 1 they have them. False if the kernel lacks
// one of those that limit.
static bool hand_down(struct control_group group) {
  if (tree[SLOT] != tree[PIDS]) return true;
  put(path(SLOT, group, "cgroup.subtree_control"), "+cpu");
  return put(path(SLOT, group, "cgroup.subtree_control"), "+pids") &
         put(path(SLOT, group, "cgroup.subtree_control"), "+memory");
}

// A group whose children have controllers holds no process itself.
bool lead_supervisors(void) {
  if (mkdir(path(SLOT, supervisors, ""), 0755) && errno != EEXIST) return false;
  return put(path(SLOT, supervisors, "cgroup.procs"), "0") && hand_down(whole);
}

// A limit whose file not even the whole tree has is none: version 2 without that controller, of which the sweep speaks.
static bool limit(int t, struct control_group group, const char *name, long value) {
  char text[24];
  snprintf(text, sizeof text, "%ld", value);
  return put(path(t, group, name), text) || access(path(t, whole, name), F_OK);
}

// The rest of a group whose directory is there. False if it is taken away at that moment, or cannot be limited.
static bool fill(struct control_group group, long processes, long megabytes) {
  for (int t = 1; t < TREES; t++)
    if (mkdir(path(t, group, ""), 0755) && errno != EEXIST) return false;
  return limit(PIDS, group, "pids.max", processes) && limit(MEMORY, group, "memory.max", megabytes << 20) &&
         limit(MEMORY, group, "memory.limit_in_bytes", megabytes << 20);
}

// Others of the member's keep it.
static void leave(struct control_group group) {
  for (int t = TREES - 1; t >= 0; t--) rmdir(path(t, group, ""));
}

bool take_slot(unsigned long uid, const struct limits *most, struct control_group *slot) {
  // Again, as another request may just be taking the member's group away, as its last one.
  for (int tries = 0; tries < 100; tries++) {
    mkdir(path(SLOT, member(uid), ""), 0755);
    bool ready = fill(member(uid), ALL_PROCESSES * most->processes, ALL_MEGABYTES * most->megabytes);
    hand_down(member(uid));
    for (long number = 0; ready && number < most->slots; number++) {
      *slot = numbered(uid, number);
      if (!mkdir(path(SLOT, *slot, ""), 0755)) {
        if (fill(*slot, most->processes, most->megabytes)) return true;
        end_slot(*slot);
        ready = false;
      } else if (errno != EEXIST) {
        ready = false;
      }
    }
    errno = ready ? EBUSY : EIO;
    if (ready) return false;
  }
  leave(member(uid));
  errno = EIO;
  return false;
}

pid_t fork_into(struct control_group slot) {
  int group = open(path(SLOT, slot, ""), O_PATH | O_CLOEXEC);
  if (group < 0) return -1;
  struct clone_args how = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (__u64)group};
  pid_t child = (pid_t)syscall(SYS_clone3, &how, sizeof how);
  close(group);
  return child;
}

// In the trees of version 1 a process enters by itself; as a single thread it need not wait for all others.
bool enter_rest(struct control_group slot) {
  for (int t = 1; t < TREES; t++)
    if (tree[t] != tree[SLOT] && !put(path(t, slot, "tasks"), "0")) return false;
  return true;
}

long killed_for_memory(struct control_group slot) {
  return count(path(MEMORY, slot, tree[MEMORY] == tree[SLOT] ? "memory.events" : "memory.oom_control"), "oom_kill");
}

long not_started(struct control_group slot) { return count(path(PIDS, slot, "pids.events"), "max"); }

// The slot itself goes last: until then it is taken. False while something is still in it.
static bool give_back(struct control_group slot) {
  for (int t = TREES - 1; t >= 0; t--)
    if (rmdir(path(t, slot, "")) && errno != ENOENT) return false;
  leave(around(slot));
  return true;
}

void end_slot(struct control_group slot) {
  // What does not die within seconds hangs in the kernel: it keeps its slot, and the sweep tries again.
  for (int tries = 0; !give_back(slot) && tries < 1000; tries++) {
    put(path(SLOT, slot, "cgroup.kill"), "1");
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
  }
}

void end_older_than(long seconds) {
  struct dirent *entry;
  struct stat made;
  unsigned long uid;
  DIR *all = opendir(path(SLOT, whole, ""));
  while (all && (entry = readdir(all))) {
    if (sscanf(entry->d_name, "u%lu", &uid) != 1) continue;
    for (long number = 0; number < MOST_SLOTS; number++) {
      struct control_group slot = numbered(uid, number);
      if (!stat(path(SLOT, slot, ""), &made) && time(NULL) - made.st_ctime > seconds) end_slot(slot);
    }
  }
  if (all) closedir(all);
}
