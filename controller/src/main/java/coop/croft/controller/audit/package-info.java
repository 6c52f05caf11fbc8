/** The record of all acts. */
@NullMarked
package coop.croft.controller.audit;

import org.jspecify.annotations.NullMarked;
