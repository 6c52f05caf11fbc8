/** What the controller knows, in SQLite. */
@NullMarked
package coop.croft.controller.store;

import org.jspecify.annotations.NullMarked;
