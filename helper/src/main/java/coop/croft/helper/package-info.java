/**
 * The root process of a host. It believes nobody but the kernel and the controller's signature,
 * writes only where the services' privileges files say, and runs only the programs that they list.
 */
@org.jspecify.annotations.NullMarked
package coop.croft.helper;
