/** The doors through which agents, members and administrators come in. */
@NullMarked
package coop.croft.controller.door;

import org.jspecify.annotations.NullMarked;
