package italk.engine.store;

import java.lang.annotation.Annotation;

/** Options as a configuration would give them. */
record TestOptions(int queue, int batch) {

  static final TestOptions DEFAULT = new TestOptions(10_000, 1_000);

  /** The same as the annotation that DS injects. */
  StoreOptions injected() {
    int queueSize = queue;
    int batchSize = batch;
    return new StoreOptions() {
      @Override
      public String driver_target() {
        return "(osgi.jdbc.driver.class=org.sqlite.JDBC)";
      }

      @Override
      public String url() {
        return "";
      }

      @Override
      public String user() {
        return "";
      }

      @Override
      public String _password() {
        return "";
      }

      @Override
      public int queue() {
        return queueSize;
      }

      @Override
      public int batch() {
        return batchSize;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return StoreOptions.class;
      }
    };
  }
}
