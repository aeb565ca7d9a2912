package italk.engine.impl;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The engine's options with their real defaults, but for those that a test says. */
public final class TestOptions {

  private TestOptions() {}

  public static EngineOptions of(Map<String, ?> others) {
    Map<String, Function<Object[], ?>> answers = new HashMap<>();
    for (Method option : EngineOptions.class.getDeclaredMethods()) {
      Object value =
          others.containsKey(option.getName())
              ? others.get(option.getName())
              : option.getDefaultValue();
      answers.put(option.getName(), arguments -> value);
    }
    return Fakes.of(EngineOptions.class, "options", answers);
  }
}
