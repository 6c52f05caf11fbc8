/** What can be asked of the controller, and its answers in words. */
@NullMarked
package coop.croft.controller.api;

import org.jspecify.annotations.NullMarked;
