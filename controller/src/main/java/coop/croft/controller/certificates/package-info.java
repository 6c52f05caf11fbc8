/** Certificates of members' web sites, from an authority (RFC 8555). */
@NullMarked
package coop.croft.controller.certificates;

import org.jspecify.annotations.NullMarked;
