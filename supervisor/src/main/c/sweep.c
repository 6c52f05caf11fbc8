// Keeps the tree in which members' scripts run, for the web server's user, which makes slots there.
//
//   sweep USER
//
// Started as root, it gives the tree to that user and becomes it. Then it ends what supervisors that were killed have
// left behind.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "slots.h"

enum { SWEEP_SECONDS = 3, GRACE_SECONDS = 2, LONGEST_SECONDS = 10000 };

static bool become(const struct passwd *user) {
  return !setgroups(0, NULL) && !setresgid(user->pw_gid, user->pw_gid, user->pw_gid) &&
         !setresuid(user->pw_uid, user->pw_uid, user->pw_uid);
}

int main(int argc, char **argv) {
  struct limits limits;
  const struct passwd *user = argc == 2 ? getpwnam(argv[1]) : NULL;
  find_groups();
  if (!user || !give_groups(user->pw_uid) || !become(user)) {
    fprintf(stderr, "no tree of control groups for %s: %s\n", argc == 2 ? argv[1] : "nobody",
            user ? strerror(errno) : "there is no such user");
    return 1;
  }
  if (!lead_supervisors()) fprintf(stderr, "scripts run without limits of processes and memory: %s\n", strerror(errno));
  while (true) {
    end_older_than((read_limits(&limits) ? limits.seconds : LONGEST_SECONDS) + GRACE_SECONDS);
    sleep(SWEEP_SECONDS);
  }
}
