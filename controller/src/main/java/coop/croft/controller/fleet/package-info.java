/** The hosts as the controller sees them: what each must have, has, and is asked to do next. */
@NullMarked
package coop.croft.controller.fleet;

import org.jspecify.annotations.NullMarked;
