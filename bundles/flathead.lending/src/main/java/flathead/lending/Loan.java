package flathead.lending;

/**
 * What is lent for a call: holds pictures from {@link #fill} to {@link #clear()}. Made once and filled again and again.
 *
 * @param <A> what it is filled from
 */
public interface Loan<A> {
    /** Retains what it lends. */
    void fill(A from);

    /** Gives it back. */
    void clear();
}
