/** Faults for tests, as an extra jar for the shipped programs; never part of a package. */
@org.jspecify.annotations.NullMarked
package coop.croft.lab.fault;
