package coop.croft.services;

/**
 * A typed, validated fact that a program asked for. Records that implement it belong to one
 * service; an invalid one cannot be built. The source and the place are kept beside it, in {@link
 * Unit}.
 */
public interface Resource {
  /** The domain of the program's {@code domain} block in which it was asked for, in normal form. */
  String domain();
}
