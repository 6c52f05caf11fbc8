/** From submissions to generations that run on the hosts. */
@NullMarked
package coop.croft.controller.engine;

import org.jspecify.annotations.NullMarked;
