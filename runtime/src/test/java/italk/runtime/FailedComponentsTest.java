package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedComponentsTest {

  @Test
  void theRootOfAStackTraceIsWhatCounts() {
    String trace =
        """
        java.lang.reflect.InvocationTargetException
        \tat java.base/java.lang.reflect.Constructor.newInstance(Constructor.java:481)
        Caused by: com.example.OuterException: outer
        \tat com.example.Store.<init>(Store.java:1)
        Caused by: java.lang.IllegalStateException: The option "url": expected jdbc:sqlite:FILE.
        \tat com.example.File.path(File.java:53)
        \t... 21 more
        """;
    assertThat(FailedComponents.cause(trace))
        .isEqualTo("The option \"url\": expected jdbc:sqlite:FILE.");
    assertThat(FailedComponents.cause("java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"))
        .isEqualTo("java.lang.NullPointerException");
    assertThat(FailedComponents.cause("")).isEmpty();
    assertThat(FailedComponents.cause("null")).isEmpty();
  }
}
