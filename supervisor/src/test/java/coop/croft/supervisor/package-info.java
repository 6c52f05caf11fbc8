/**
 * Tests of the supervisor of scripts: the program as it is installed, in front of Debian's suexec.
 */
@NullMarked
package coop.croft.supervisor;

import org.jspecify.annotations.NullMarked;
