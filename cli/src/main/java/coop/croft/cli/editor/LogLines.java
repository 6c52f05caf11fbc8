package coop.croft.cli.editor;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library of the protocol logs, a line each, for standard error. */
final class LogLines extends Handler {
  /** Kept, as the JDK would forget a logger that nobody holds. */
  private static final Logger PROTOCOL = Logger.getLogger("org.eclipse.lsp4j");

  private final Consumer<String> remark;

  private LogLines(Consumer<String> remark) {
    this.remark = remark;
  }

  static void to(Consumer<String> remark) {
    for (Handler before : PROTOCOL.getHandlers()) {
      PROTOCOL.removeHandler(before);
    }
    PROTOCOL.setUseParentHandlers(false);
    PROTOCOL.addHandler(new LogLines(remark));
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      String message = String.valueOf(entry.getMessage());
      int line = message.indexOf('\n');
      remark.accept("croft lsp: " + (line < 0 ? message : message.substring(0, line)));
    }
  }

  @Override
  public void flush() {
    // Nothing is kept back.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
