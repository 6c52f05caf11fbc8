package coop.croft.core.os;

import java.io.IOException;

/** A refused system call. */
public sealed class OsException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int errno;

  OsException(String what, int errno) {
    super(what + ": " + name(errno));
    this.errno = errno;
  }

  /**
   * That something is not there is mostly an answer, asked for thousands of times; to write down
   * where it was asked would cost more than the call.
   */
  private static final class Missing extends OsException {
    private static final long serialVersionUID = 1L;

    Missing(String what) {
      super(what, Native.ENOENT);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  static OsException of(String what, int errno) {
    return errno == Native.ENOENT ? new Missing(what) : new OsException(what, errno);
  }

  /** The kernel's number, errno(3). */
  public int errno() {
    return errno;
  }

  private static String name(int errno) {
    return switch (errno) {
      case 1 -> "not permitted";
      case 2 -> "there is no such file";
      case 13 -> "permission denied";
      case 17 -> "exists already";
      case 18 -> "leads out of its tree or to another disk";
      case 20 -> "is not a directory";
      case 21 -> "is a directory";
      case 28 -> "the disk is full";
      case 30 -> "the file system is read-only";
      case 39 -> "the directory is not empty";
      case 40 -> "there is a symbolic link on the way";
      case 98 -> "the address is in use";
      case 111 -> "nobody listens there";
      case 122 -> "the quota is used up";
      default -> "error " + errno;
    };
  }
}
