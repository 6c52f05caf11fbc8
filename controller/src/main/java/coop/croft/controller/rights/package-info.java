/** Who may do what. */
@NullMarked
package coop.croft.controller.rights;

import org.jspecify.annotations.NullMarked;
