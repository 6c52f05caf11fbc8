// What a script answers, on its way to the server. The server keeps all headers of an answer in its memory and has no
// bound for their number: they are held back here until they are complete.
#ifndef OUTPUT_H
#define OUTPUT_H
#include <poll.h>
#include <stdbool.h>

enum { MOST_OF_HEADERS = 65536 };  // bytes

// Begins with the reading end of a pipe, which does not block.
void relay_output(int from);

// What to wait for before take_output, and before pass_output; without a descriptor if there is nothing to do.
struct pollfd wanted_output(void);
struct pollfd ready_output(void);

// Reads; at the end of the script (last) what is not in the pipe yet is not waited for.
void take_output(bool last);
void pass_output(void);

// Whether no empty line came in time. Then nothing has been passed on.
bool headers_too_long(void);

// Passes on what is left of an answer that was cut short, if the server takes it at once.
void last_output(void);
#endif
