package italk.engine.shell.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a command whose first word says what to do: {@code config set …}. It is described by what
 * it can do.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Actions {

  /** Where the actions are: the public methods that have a descriptor. */
  Class<?> value();
}
