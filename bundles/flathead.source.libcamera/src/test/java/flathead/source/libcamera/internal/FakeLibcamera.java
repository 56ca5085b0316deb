package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Two Camera Modules 3 of a Raspberry Pi, as libcamera 0.5 and later has them; they can be taken away. */
final class FakeLibcamera implements Libcamera {
    static final List<Device.Raw> CONTROLS = List.of(
        raw("ExposureTime", 'I', 1, 66666, 20000), raw("ExposureTimeMode", 'I', 0, 1, 0),
        raw("AnalogueGain", 'F', 1, 16, 1), raw("AnalogueGainMode", 'I', 0, 1, 0), raw("AeEnable", 'B', 0, 1, 1),
        raw("Brightness", 'F', -1, 1, 0), raw("Contrast", 'F', 0, 32, 1), raw("Saturation", 'F', 0, 32, 1),
        raw("Sharpness", 'F', 0, 16, 1), raw("AwbEnable", 'B', 0, 1, Double.NaN), raw("AwbMode", 'I', 0, 7, 0),
        raw("ColourGains", 'F', 0, 32, Double.NaN), raw("AfMode", 'I', 0, 2, 0), raw("AfRange", 'I', 0, 2, 0),
        raw("AfTrigger", 'I', 0, 1, 0), raw("LensPosition", 'F', 0, 32, 1), raw("NoiseReductionMode", 'I', 0, 4, 0),
        raw("SyncMode", 'I', 0, 2, 0),
        raw("HdrMode", 'I', 0, 4, 0), raw("FrameDurationLimits", 'I', 1000, 1_000_000, 33333),
        new Device.Raw("ScalerCrop", 'R', new double[] {0, 0, 64, 64}, new double[] {0, 0, 4608, 2592},
            new double[] {576, 0, 3456, 2592}, new double[0]));

    final List<Listed> cameras = new CopyOnWriteArrayList<>(List.of(
        new Listed("/base/axi/i2c@88000/imx708@1a", "imx708", "back"),
        new Listed("/base/axi/i2c@70000/imx708@1a", "imx708", "front")));
    final List<FakeDevice> devices = new CopyOnWriteArrayList<>();
    final AtomicInteger stops = new AtomicInteger();
    private final List<String> taken = new ArrayList<>();
    private int generation;

    private static Device.Raw raw(String name, char type, double min, double max, double initial) {
        return new Device.Raw(name, type, new double[] {min}, new double[] {max}, new double[] {initial},
            new double[0]);
    }

    @Override
    public String version() {
        return "0.7.0";
    }

    @Override
    public List<Listed> cameras() {
        return List.copyOf(cameras);
    }

    synchronized void change() {
        generation++;
        notifyAll();
    }

    @Override
    public synchronized int changes(int known, int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (generation == known && end - System.nanoTime() > 0) {
            try {
                wait(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return generation;
            }
        }
        return generation;
    }

    @Override
    public synchronized Device open(String id) throws MediaException {
        if (devices.stream().anyMatch(device -> device.closes.get() == 0 && taken.get(devices.indexOf(device))
                .equals(id))) {
            throw new MediaException("it is in use: Device or resource busy");
        }
        FakeDevice device = new FakeDevice(CONTROLS, Device.Shape.HORIZONTAL | Device.Shape.VERTICAL);
        taken.add(id);
        devices.add(device);
        return device;
    }

    @Override
    public void stop() {
        if (devices.stream().anyMatch(device -> device.closes.get() == 0)) {
            throw new AssertionError("stopped while a camera is open");
        }
        stops.incrementAndGet();
    }
}
