package flathead.lending;

import java.util.function.Supplier;

/**
 * What is lent to whom.
 *
 * @param what it is called in logs: {@code pair}
 * @param of what it is lent, a camera or a pair, by name
 * @param loan makes an empty one
 * @param call lends it
 * @param <C> the service that takes it
 * @param <L> what is lent
 */
public record Lent<C, L>(String what, String of, Supplier<L> loan, Call<C, L> call) {
    /** A call of a consumer. */
    @FunctionalInterface
    public interface Call<C, L> {
        /** May take its time, throw, or never return. */
        void lend(C consumer, L loan);
    }
}
