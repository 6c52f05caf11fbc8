/** The doors through which members, administrators and agents come in. */
@NullMarked
package coop.croft.controller.api;

import org.jspecify.annotations.NullMarked;
