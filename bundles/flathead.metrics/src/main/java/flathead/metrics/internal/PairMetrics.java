package flathead.metrics.internal;

import flathead.api.StereoStatus;
import io.prometheus.metrics.model.snapshots.Labels;

/** What a stereo pair tells. */
final class PairMetrics {
    private static final String PREFIX = "flathead_stereo_";

    private PairMetrics() {
    }

    static void add(Families to, StereoStatus status) {
        Labels pair = Labels.of("pair", status.name());
        Labels left = pair.add("eye", "left");
        Labels right = pair.add("eye", "right");
        to.count(PREFIX + "pairs", "Pictures that were captured together.", pair, status.pairs());
        String unpaired = "Pictures without a partner.";
        to.count(PREFIX + "unpaired_pictures", unpaired, left, status.unpairedLeft());
        to.count(PREFIX + "unpaired_pictures", unpaired, right, status.unpairedRight());
        String refused = "Pictures of which only the arrival is known.";
        to.count(PREFIX + "refused_pictures", refused, left, status.refusedLeft());
        to.count(PREFIX + "refused_pictures", refused, right, status.refusedRight());
        StereoStatus.Skew skew = status.skew();
        if (skew != null) {
            to.seconds(PREFIX + "skew_mean", "The left picture's capture less the right one's, over the last pairs.",
                pair, skew.mean());
            to.seconds(PREFIX + "skew_max", "The largest of them, without its sign.", pair, skew.max());
        }
        for (StereoStatus.Consumer each : status.consumers()) {
            Labels consumer = pair.add("consumer", each.name());
            to.count(PREFIX + "consumer_pairs", "Pairs given to a consumer.", consumer, each.pairs());
            to.count(PREFIX + "consumer_dropped_pairs", "Pairs that a consumer was too slow for.", consumer,
                each.dropped());
            to.count(PREFIX + "consumer_failures", "Calls of a consumer that threw.", consumer, each.failed());
        }
    }
}
