/** The state that cannot be made anew, into a file and out of it. */
@NullMarked
package coop.croft.controller.backup;

import org.jspecify.annotations.NullMarked;
