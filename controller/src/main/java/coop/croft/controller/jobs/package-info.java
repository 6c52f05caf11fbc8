/** Work in the background, which can be stopped and goes on after a restart. */
@NullMarked
package coop.croft.controller.jobs;

import org.jspecify.annotations.NullMarked;
