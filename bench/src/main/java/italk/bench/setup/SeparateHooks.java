package italk.bench.setup;

import italk.bench.tiny.TinyHook;
import italk.engine.api.extension.MessageInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;

/**
 * The tiny hook as many times as wanted, each of a class of its own, as hooks of different jars
 * are: the same class many times would let the JVM inline what it never can in earnest.
 */
public final class SeparateHooks {

  private SeparateHooks() {}

  /** So many hooks. */
  public static MessageInterceptor[] of(int count) {
    return IntStream.range(0, count).mapToObj(i -> one()).toArray(MessageInterceptor[]::new);
  }

  private static MessageInterceptor one() {
    try {
      Class<?> type = new OwnCopy().loadClass(TinyHook.class.getName());
      return (MessageInterceptor) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A copy of " + TinyHook.class + " can't be made", e);
    }
  }

  /** Defines the hook's class itself, and leaves all else to its parent. */
  private static final class OwnCopy extends ClassLoader {

    private static final String NAME = TinyHook.class.getName();

    OwnCopy() {
      super(TinyHook.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(NAME)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define() : loaded;
      }
    }

    private Class<?> define() throws ClassNotFoundException {
      try (InputStream file = getResourceAsStream(NAME.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(NAME, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(NAME, e);
      }
    }
  }
}
