package italk.engine.config.plan;

import java.util.Optional;

/** The types that an option can have: those of Metatype that JSON can express. */
public enum OptionType {
  /** A text; bounds count its characters. */
  TEXT("a text", String.class),
  /** A text that is never shown. */
  SECRET("a text", String.class),
  /** One character. */
  CHARACTER("a text of one character", Character.class),
  /** A whole number of 8 bits. */
  BYTE("a whole number", Byte.class),
  /** A whole number of 16 bits. */
  SHORT("a whole number", Short.class),
  /** A whole number of 32 bits. */
  INTEGER("a whole number", Integer.class),
  /** A whole number of 64 bits. */
  LONG("a whole number", Long.class),
  /** A number of single precision. */
  FLOAT("a number", Float.class),
  /** A number of double precision. */
  DOUBLE("a number", Double.class),
  /** True or false. */
  BOOLEAN("true or false", Boolean.class);

  private final String words;
  private final Class<?> javaType;

  OptionType(String words, Class<?> javaType) {
    this.words = words;
    this.javaType = javaType;
  }

  String words() {
    return words;
  }

  Class<?> javaType() {
    return javaType;
  }

  Optional<Long> least() {
    return greatest().map(greatest -> -greatest - 1);
  }

  Optional<Long> greatest() {
    return switch (this) {
      case BYTE -> Optional.of((long) Byte.MAX_VALUE);
      case SHORT -> Optional.of((long) Short.MAX_VALUE);
      case INTEGER -> Optional.of((long) Integer.MAX_VALUE);
      case LONG -> Optional.of(Long.MAX_VALUE);
      default -> Optional.empty();
    };
  }
}
