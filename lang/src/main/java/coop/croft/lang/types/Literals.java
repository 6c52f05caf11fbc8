package coop.croft.lang.types;

/** Which literals may be constants of a type. */
public enum Literals {
  STRINGS,
  INTS,
  NONE
}
