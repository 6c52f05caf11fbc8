// The slots in which members' scripts run. A slot is a control group of one request, croft-scripts.service/uUID/N:
// making it is the semaphore, what is in it is killed as a whole, and no member can write there.
#ifndef SLOTS_H
#define SLOTS_H
#include <stdbool.h>
#include <sys/types.h>

// The limits of one request, and of all requests of a member at a time.
enum { SECONDS = 10, PROCESSES = 100, MEGABYTES = 100, SLOTS = 10, ALL_PROCESSES = 200, ALL_MEGABYTES = 300 };

struct slot {
  unsigned long uid;
  int number;
};

// Finds where control groups are mounted: version 2 alone, or its tree beside the controllers of version 1.
void find_groups(void);

// Makes the tree that systemd has delegated ready for slots. False with errno set if that fails.
bool prepare_groups(void);

// A free slot of the member's, with its limits. False with errno EBUSY if all are taken, else another if none can be made.
bool take_slot(unsigned long uid, struct slot *slot);

// Like fork, but the child is in the slot; -1 if that fails. Before it starts anything it goes into the rest of it.
pid_t fork_into(struct slot slot);
bool enter_rest(struct slot slot);

// How many processes of the slot were killed for want of memory, and how many could not be started.
long killed_for_memory(struct slot slot);
long not_started(struct slot slot);

// Kills everything in the slot and gives it back.
void end_slot(struct slot slot);

// Ends every slot older than that.
void end_older_than(long seconds);
#endif
