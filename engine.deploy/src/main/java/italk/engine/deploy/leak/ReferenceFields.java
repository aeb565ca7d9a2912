package italk.engine.deploy.leak;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of classes that hold references and may be read. For one search and its thread: it
 * keeps classes, so it must not outlive the search.
 */
final class ReferenceFields {

  private final Map<Class<?>, List<Field>> instance = new HashMap<>();

  /** The fields of all objects of this class, inherited ones included. */
  List<Field> ofObjects(Class<?> type) {
    List<Field> known = instance.get(type);
    if (known == null) {
      known = new ArrayList<>();
      // What weak and soft references refer to is not held by them, and the rest of them is the
      // garbage collector's.
      for (Class<?> one = type; one != null && one != Reference.class; one = one.getSuperclass()) {
        known.addAll(declared(one, false));
      }
      instance.put(type, known);
    }
    return known;
  }

  /** The static fields that a class declares. Reading one initializes the class. */
  List<Field> ofClass(Class<?> type) {
    return declared(type, true);
  }

  private static List<Field> declared(Class<?> type, boolean isStatic) {
    List<Field> fields = new ArrayList<>();
    try {
      for (Field field : type.getDeclaredFields()) {
        boolean wanted = Modifier.isStatic(field.getModifiers()) == isStatic;
        if (wanted && !field.getType().isPrimitive() && field.trySetAccessible()) {
          fields.add(field);
        }
      }
    } catch (LinkageError typeOfFieldMissing) {
      // An optional import that nobody provides: the class can't be looked at, the others can.
      return List.of();
    }
    return fields;
  }

  /** What a field holds; null where it can't be said. */
  static Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException | LinkageError unreadable) {
      return null;
    }
  }
}
