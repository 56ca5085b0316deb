// libcamera as plain C, for Java to call: names and numbers only. libcamera promises no ABI from one version to the
// next, so this is compiled on the machine that runs it, unchanged against 0.0.3 to 0.7, as C++17 or later.
//
// Texts that are returned stay valid until the same thread's next call. A call that fails returns a negative errno, or
// null, and fl_error() says why. A camera is used by one thread at a time, but for fl_give, fl_set and fl_wake: these
// only leave a note, from any thread. libcamera's own threads only leave notes as well.
#include <condition_variable>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <deque>
#include <map>
#include <mutex>
#include <sstream>
#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <libcamera/libcamera.h>
#if __has_include(<libcamera/orientation.h>)
#define FL_ORIENTATION
#endif

using namespace libcamera;
using Lock = std::unique_lock<std::mutex>;

namespace {
thread_local std::string text, error;
std::mutex guard;
std::condition_variable changes;
CameraManager *manager; // left alone by the end of the process: its threads may be at work
std::vector<std::shared_ptr<Camera>> listed;
int generation;

struct Watcher {
    void changed(std::shared_ptr<Camera>) {
        Lock lock(guard);
        generation++;
        changes.notify_all();
    }
} watcher;

int failed(int code, const std::string &what) {
    error = what + (code ? std::string(": ") + strerror(-code) : "");
    return code ? code : -EINVAL;
}

int64_t now(clockid_t clock) {
    timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

// V4L2 stamps by CLOCK_MONOTONIC, libcamera documents CLOCK_BOOTTIME, which runs on while the machine sleeps: a stamp
// from the future of the one is of the other.
int64_t monotonic(int64_t stamp) {
    int64_t here = now(CLOCK_MONOTONIC);
    return stamp <= here ? stamp : stamp - (now(CLOCK_BOOTTIME) - here);
}

double number(const ControlValue &v) {
    if (v.isArray() && v.numElements() == 0) return NAN;
    const void *d = v.data().data();
    switch (v.type()) {
    case ControlTypeBool: return *static_cast<const bool *>(d);
    case ControlTypeByte: return *static_cast<const uint8_t *>(d);
    case ControlTypeInteger32: return *static_cast<const int32_t *>(d);
    case ControlTypeInteger64: return double(*static_cast<const int64_t *>(d));
    case ControlTypeFloat: return *static_cast<const float *>(d);
    default: return NAN;
    }
}

char letter(ControlType type) {
    switch (type) {
    case ControlTypeBool: return 'B';
    case ControlTypeByte: case ControlTypeInteger32: case ControlTypeInteger64: return 'I';
    case ControlTypeFloat: return 'F';
    case ControlTypeRectangle: return 'R';
    default: return '?';
    }
}

std::string numbers(const ControlValue &v) {
    std::ostringstream out;
    out.precision(17);
    if (v.type() == ControlTypeRectangle && !v.isArray()) {
        Rectangle r = v.get<Rectangle>();
        out << r.x << ',' << r.y << ',' << r.width << ',' << r.height;
    } else {
        out << number(v);
    }
    return out.str();
}

template<typename T> ControlValue value(const double *v, int count) {
    if (count == 1) return ControlValue(T(v[0]));
    std::vector<T> all(v, v + count);
    return ControlValue(Span<const T>(all.data(), all.size()));
}
}

struct fl_camera {
    static constexpr unsigned DEPTH = 4;
    std::shared_ptr<Camera> camera;
    std::unique_ptr<CameraConfiguration> config;
    std::unique_ptr<FrameBufferAllocator> allocator;
    std::vector<std::unique_ptr<Request>> requests;
    std::map<int, std::pair<uint8_t *, size_t>> maps; // by file descriptor, which is our own copy
    std::vector<std::vector<int64_t>> buffers;        // of each: planes, file descriptor or -1, address and length ...
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Request *> done;
    std::deque<int> given, idle;
    ControlList pending;
    unsigned queued = 0;
    bool running = false, gone = false, woken = false;

    void completed(Request *request) {
        Lock lock(mutex);
        done.push_back(request);
        wake.notify_all();
    }

    void disconnected() {
        Lock lock(mutex);
        gone = true;
        wake.notify_all();
    }

    void sync(int index, uint64_t flags) {
        dma_buf_sync what = {flags | DMA_BUF_SYNC_READ};
        for (auto &map : maps)
            if (buffers[index][1] < 0 || buffers[index][1] == map.first) ioctl(map.first, DMA_BUF_IOCTL_SYNC, &what);
    }

    // Gives the camera buffers, but no more than it needs at a time: what is set waits behind them. Without the lock.
    int feed() {
        int code = 0;
        for (; code >= 0 && queued < DEPTH && !idle.empty(); queued++) {
            code = queue(idle.front());
            idle.pop_front();
        }
        return code;
    }

    int queue(int index) {
        Request *request = requests[index].get();
        Lock lock(mutex);
        for (auto &entry : pending) request->controls().set(entry.first, entry.second);
        pending.clear();
        lock.unlock();
        return camera->queueRequest(request);
    }
};

#define FL extern "C" __attribute__((visibility("default")))

FL void fl_give(fl_camera *c, int index);

FL int fl_abi() { return 1; }
FL const char *fl_version() { return (text = CameraManager::version()).c_str(); }
FL const char *fl_error() { return error.c_str(); }

// Starts libcamera in this process, once.
FL int fl_start() {
    Lock lock(guard);
    if (manager) return 0;
    auto made = new CameraManager();
    made->cameraAdded.connect(&watcher, &Watcher::changed);
    made->cameraRemoved.connect(&watcher, &Watcher::changed);
    lock.unlock();
    int code = made->start();
    if (code) {
        delete made;
        return failed(code, "libcamera does not start");
    }
    lock.lock();
    manager = made;
    return 0;
}

// Ends it; no camera may be open.
FL void fl_stop() {
    Lock lock(guard);
    auto old = manager;
    manager = nullptr;
    listed.clear();
    generation++;
    changes.notify_all();
    lock.unlock();
    if (old) old->stop();
    delete old;
}

// How often cameras came or went; waits until that is not `known` any more, or the time is over.
FL int fl_changes(int known, int millis) {
    Lock lock(guard);
    changes.wait_for(lock, std::chrono::milliseconds(millis), [&] { return generation != known; });
    return generation;
}

// The cameras that there are, a line each: id, model, location, rotation, parted by tabs.
FL const char *fl_cameras() {
    static const char *places[] = {"front", "back", "external"};
    Lock lock(guard);
    std::ostringstream out;
    if (manager) listed = manager->cameras();
    for (auto &camera : listed) {
        const ControlList &have = camera->properties();
        auto model = have.get(properties::Model);
        auto place = have.get(properties::Location);
        out << camera->id() << '\t' << (model ? std::string(*model) : "") << '\t'
            << (place && *place >= 0 && *place < 3 ? places[*place] : "") << '\t'
            << have.get(properties::Rotation).value_or(0) << '\n';
    }
    return (text = out.str()).c_str();
}

FL fl_camera *fl_open(const char *id) {
    Lock lock(guard);
    auto camera = manager ? manager->get(std::string(id)) : nullptr;
    lock.unlock();
    if (!camera) return failed(0, "there is no such camera now"), nullptr;
    int code = camera->acquire();
    if (code) return failed(code, code == -EBUSY ? "it is in use" : "it cannot be taken"), nullptr;
    auto made = new fl_camera;
    made->camera = camera;
    camera->requestCompleted.connect(made, &fl_camera::completed);
    camera->disconnected.connect(made, &fl_camera::disconnected);
    return made;
}

// f: fourcc, width, height, buffers, transform (1 horizontal, 2 vertical flip), stride. What is not possible is replaced
// by what is; `commit` takes it then.
FL int fl_configure(fl_camera *c, int64_t *f, int commit) {
    std::unique_ptr<CameraConfiguration> config = c->camera->generateConfiguration({StreamRole::VideoRecording});
    if (!config || config->empty()) config = c->camera->generateConfiguration({StreamRole::Viewfinder});
    if (!config || config->empty()) return failed(0, "it has no stream for video");
    StreamConfiguration &s = config->at(0);
    if (f[0]) s.pixelFormat = PixelFormat(uint32_t(f[0]));
    s.size = Size(f[1], f[2]);
    if (f[3]) s.bufferCount = f[3];
    s.colorSpace = ColorSpace::Smpte170m;
#ifdef FL_ORIENTATION
    config->orientation = Orientation::Rotate0 * Transform(f[4]);
#else
    config->transform = Transform(f[4]);
#endif
    if (config->validate() == CameraConfiguration::Invalid) return failed(0, "it has no configuration like this");
    f[0] = s.pixelFormat.fourcc();
    f[1] = s.size.width;
    f[2] = s.size.height;
    f[3] = s.bufferCount;
#ifdef FL_ORIENTATION
    f[4] = int64_t(config->orientation / Orientation::Rotate0);
#else
    f[4] = int64_t(config->transform);
#endif
    f[5] = s.stride;
    if (!commit) return 0;
    int code = c->camera->configure(config.get());
    if (code) return failed(code, "it does not take this configuration");
    f[5] = s.stride;
    c->config = std::move(config);
    return 0;
}

// The controls, a line each: name, type, smallest, largest, initial, allowed values, parted by tabs.
FL const char *fl_controls(fl_camera *c) {
    std::ostringstream out;
    for (auto &entry : c->camera->controls()) {
        const ControlInfo &info = entry.second;
        out << entry.first->name() << '\t' << letter(entry.first->type()) << '\t' << numbers(info.min()) << '\t'
            << numbers(info.max()) << '\t' << numbers(info.def()) << '\t';
        for (auto &allowed : info.values()) out << numbers(allowed) << ' ';
        out << '\n';
    }
    return (text = out.str()).c_str();
}

// Leaves a control for the next request.
FL int fl_set(fl_camera *c, const char *name, const double *v, int count) {
    Lock taking(c->mutex);
    auto camera = c->camera;
    taking.unlock();
    if (!camera) return failed(-ENODEV, "it is closed");
    for (auto &entry : camera->controls()) {
        if (entry.first->name() != name) continue;
        ControlValue made;
        switch (entry.first->type()) {
        case ControlTypeBool: made = ControlValue(v[0] != 0); break;
        case ControlTypeByte: made = value<uint8_t>(v, count); break;
        case ControlTypeInteger32: made = value<int32_t>(v, count); break;
        case ControlTypeInteger64: made = value<int64_t>(v, count); break;
        case ControlTypeFloat: made = value<float>(v, count); break;
        case ControlTypeRectangle:
            if (count == 4) made = ControlValue(Rectangle(int(v[0]), int(v[1]), unsigned(v[2]), unsigned(v[3])));
            break;
        default: break;
        }
        if (made.isNone()) return failed(0, std::string(name) + " cannot be set with " + std::to_string(count)
            + " numbers");
        Lock lock(c->mutex);
        c->pending.set(entry.first->id(), made);
        return 0;
    }
    return failed(0, std::string("it has no control ") + name);
}

// Makes the buffers, maps them and starts; how many buffers there are.
FL int fl_stream(fl_camera *c) {
    Stream *stream = c->config->at(0).stream();
    c->allocator = std::make_unique<FrameBufferAllocator>(c->camera);
    int code = c->allocator->allocate(stream);
    if (code < 0) return failed(code, "it has no buffers");
    for (auto &buffer : c->allocator->buffers(stream)) {
        std::map<int, size_t> ends; // libcamera's file descriptors: how much of each is to be mapped
        for (auto &plane : buffer->planes())
            ends[plane.fd.get()] = std::max(ends[plane.fd.get()], size_t(plane.offset) + plane.length);
        std::map<int, int> own;
        for (auto &end : ends) {
            int fd = dup(end.first);
            void *at = fd < 0 ? MAP_FAILED : mmap(nullptr, end.second, PROT_READ, MAP_SHARED, fd, 0);
            if (at == MAP_FAILED) {
                code = -errno;
                if (fd >= 0) close(fd);
                return failed(code, "its buffers cannot be mapped");
            }
            c->maps[fd] = {static_cast<uint8_t *>(at), end.second};
            own[end.first] = fd;
        }
        std::vector<int64_t> layout = {int64_t(buffer->planes().size()), own.size() == 1 ? own.begin()->second : -1};
        for (auto &plane : buffer->planes()) {
            layout.push_back(int64_t(c->maps[own[plane.fd.get()]].first + plane.offset));
            layout.push_back(plane.length);
        }
        auto request = c->camera->createRequest(c->buffers.size());
        if (!request || (code = request->addBuffer(stream, buffer.get())) < 0) return failed(code, "it has no requests");
        c->buffers.push_back(layout);
        c->requests.push_back(std::move(request));
    }
    Lock lock(c->mutex);
    ControlList initial(c->camera->controls());
    for (auto &entry : c->pending) initial.set(entry.first, entry.second);
    lock.unlock();
    code = c->camera->start(&initial);
    if (code) return failed(code, "it does not start");
    c->running = true;
    for (size_t i = 0; i < c->requests.size(); i++) c->idle.push_back(i);
    if ((code = c->feed()) < 0) return failed(code, "it takes no request");
    return int(c->requests.size());
}

// Where a buffer lies: planes, file descriptor of the dma-buf that holds all or -1, then address and length of each.
FL void fl_buffer(fl_camera *c, int index, int64_t *out) {
    memcpy(out, c->buffers[index].data(), c->buffers[index].size() * sizeof(int64_t));
}

// Waits for a picture: its buffer's index, and in `p` the instant of capture by CLOCK_MONOTONIC (0 if unknown), the
// sensor's number of it, exposure in us and gain (0 if unknown). Before, gives the camera what was left by fl_give.
// -EAGAIN after `millis`, -EINTR if woken, -EIO for a picture that failed (its buffer is queued again), -ECANCELED if
// the camera gave it up, -ENODEV if it is gone.
FL int fl_next(fl_camera *c, int millis, int64_t *p) {
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(millis);
    Lock lock(c->mutex);
    while (true) {
        while (!c->given.empty()) {
            int index = c->given.front();
            c->given.pop_front();
            lock.unlock();
            c->sync(index, DMA_BUF_SYNC_END);
            c->requests[index]->reuse(Request::ReuseBuffers);
            c->idle.push_back(index);
            lock.lock();
        }
        lock.unlock();
        int code = c->feed();
        if (code < 0) return failed(code, "it takes no request");
        lock.lock();
        if (!c->given.empty()) continue;
        if (c->gone) return failed(-ENODEV, "it is gone");
        if (c->woken) return c->woken = false, -EINTR;
        if (!c->done.empty()) break;
        if (c->wake.wait_until(lock, end) == std::cv_status::timeout && c->done.empty()) return -EAGAIN;
    }
    Request *request = c->done.front();
    c->done.pop_front();
    lock.unlock();
    c->queued--;
    int index = int(request->cookie());
    if (request->status() == Request::RequestCancelled) return failed(-ECANCELED, "it gave up");
    const FrameMetadata &frame = request->buffers().begin()->second->metadata();
    if (frame.status != FrameMetadata::FrameSuccess) {
        fl_give(c, index);
        return failed(-EIO, "it failed to take a picture");
    }
    const ControlList &meta = request->metadata();
    int64_t stamp = meta.get(controls::SensorTimestamp).value_or(frame.timestamp);
    p[0] = stamp > 0 ? monotonic(stamp) : 0;
    p[1] = frame.sequence;
    p[2] = meta.get(controls::ExposureTime).value_or(0);
    p[3] = int64_t(meta.get(controls::AnalogueGain).value_or(0) * 1000);
    c->sync(index, DMA_BUF_SYNC_START);
    return index;
}

// The last reader is done with a buffer: the next fl_next gives it to the camera. Any thread.
FL void fl_give(fl_camera *c, int index) {
    Lock lock(c->mutex);
    c->given.push_back(index);
    c->wake.notify_all();
}

// Lets fl_next return. Any thread.
FL void fl_wake(fl_camera *c) {
    Lock lock(c->mutex);
    c->woken = true;
    c->wake.notify_all();
}

// Stops and lets the camera go. The buffers stay mapped, and readable for who holds one, until fl_free.
FL void fl_close(fl_camera *c) {
    if (c->running) c->camera->stop();
    c->running = false;
    c->camera->requestCompleted.disconnect(c);
    c->camera->disconnected.disconnect(c);
    c->requests.clear();
    c->allocator.reset();
    c->config.reset();
    c->camera->release();
    Lock lock(c->mutex);
    c->camera.reset();
}

// After fl_close, when nobody holds a picture any more.
FL void fl_free(fl_camera *c) {
    for (auto &map : c->maps) {
        munmap(map.second.first, map.second.second);
        close(map.first);
    }
    delete c;
}
