package coop.croft.core.os;

/**
 * What the kernel knows of a file, statx(2).
 *
 * @param mode type and permissions
 * @param links how many names it has
 * @param size bytes
 * @param disk number of the file system that it lies on
 * @param changed nanoseconds since 1970 of the last change of content, owner or mode (ctime)
 */
public record Stat(
    int mode, long uid, long gid, long links, long size, long inode, long disk, long changed) {
  private static final int TYPE = 0xf000;

  public boolean isFile() {
    return (mode & TYPE) == 0x8000;
  }

  public boolean isDirectory() {
    return (mode & TYPE) == 0x4000;
  }

  public boolean isLink() {
    return (mode & TYPE) == 0xa000;
  }

  public boolean isOf(long owner, long group, int permissions) {
    return uid == owner && gid == group && permissions() == permissions;
  }

  /** The lower twelve bits of the mode. */
  public int permissions() {
    return mode & 07777;
  }
}
