/** Figures for those who watch over the controller. */
@NullMarked
package coop.croft.controller.metrics;

import org.jspecify.annotations.NullMarked;
