// The slots in which members' scripts run. A slot is a control group of one request, croft-scripts.service/uUID/N:
// making it is the semaphore, what is in it is killed as a whole, and no member can write there. The tree belongs to
// the server's user: whoever is among the supervisors makes slots and ends them without further rights.
#ifndef SLOTS_H
#define SLOTS_H
#include <stdbool.h>
#include <sys/types.h>

// What one request may take, and how many a member may have at a time. All of a member's together may take twice the
// processes and three times the memory.
struct limits {
  long seconds, processes, megabytes, slots;
};
enum { ALL_PROCESSES = 2, ALL_MEGABYTES = 3, MOST_SLOTS = 100 };

// What the site has set, or what is usual: four numbers in a file. False if it has something else.
bool read_limits(struct limits *limits);

// The name of a group within the tree: a member's (u2001) or a slot (u2001/3).
struct control_group {
  char name[40];
};

// Finds where control groups are mounted: version 2 alone, or its tree beside the controllers of version 1.
void find_groups(void);

// As root: makes the tree that systemd has delegated a user's. False with errno set if that fails.
bool give_groups(uid_t user);

// As that user: makes the place of the supervisors, where the caller goes, and lets all slots have limits. False with
// errno set if that fails.
bool lead_supervisors(void);

// A free slot of the member's, with its limits. False with errno EBUSY if all are taken, another if none can be made.
bool take_slot(unsigned long uid, const struct limits *limits, struct control_group *slot);

// Like fork, but the child is in the slot; -1 if that fails. Before it starts anything it goes into the rest of it.
pid_t fork_into(struct control_group slot);
bool enter_rest(struct control_group slot);

// How many processes of the slot were killed for want of memory, and how many could not be started.
long killed_for_memory(struct control_group slot);
long not_started(struct control_group slot);

// Kills everything in the slot and gives it back.
void end_slot(struct control_group slot);

// Ends every slot older than that.
void end_older_than(long seconds);
#endif
