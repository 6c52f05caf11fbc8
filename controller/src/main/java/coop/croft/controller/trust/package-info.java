/** Keys, certificates and tokens of the site. */
@NullMarked
package coop.croft.controller.trust;

import org.jspecify.annotations.NullMarked;
