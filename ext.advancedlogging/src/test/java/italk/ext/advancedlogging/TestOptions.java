package italk.ext.advancedlogging;

import java.lang.annotation.Annotation;

/** Options as Declarative Services would hand them in. */
record TestOptions(String file, String level, long maxBytes, int backupCount)
    implements AdvancedLoggingOptions {

  static TestOptions file(String file) {
    return new TestOptions(file, "INFO", 2_000_000, 3);
  }

  TestOptions level(String newLevel) {
    return new TestOptions(file, newLevel, maxBytes, backupCount);
  }

  TestOptions sizes(long newMaxBytes, int newBackupCount) {
    return new TestOptions(file, level, newMaxBytes, newBackupCount);
  }

  @Override
  public long max__bytes() {
    return maxBytes;
  }

  @Override
  public int backup__count() {
    return backupCount;
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return AdvancedLoggingOptions.class;
  }
}
