"""Joins two network namespaces by a TUN device in each. What one sends reaches the other 20 ms later, in order.

Takes a process of either namespace; says "ready", and runs until its input ends: then the devices go, too.
Without arguments it only shows that it may open such a device.
"""
import collections, ctypes, fcntl, os, select, struct, subprocess, sys, time

flight = 0.020
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def device():
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"flight", IFF_TUN | IFF_NO_PI))
    return tun


def device_in(process, own, other):
    with open(f"/proc/{process}/ns/net") as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), 0) != 0:
            sys.exit(f"setns: {os.strerror(ctypes.get_errno())}")
    tun = device()
    subprocess.run(["ip", "address", "add", own, "peer", other, "dev", "flight"], check=True)
    subprocess.run(["ip", "link", "set", "flight", "up"], check=True)
    return tun


def pass_on(source, queue):
    try:
        while True:
            queue.append((time.monotonic() + flight, os.read(source, 65536)))
    except BlockingIOError:
        pass


if len(sys.argv) == 1:
    device()
    sys.exit()
near = device_in(sys.argv[1], "192.0.2.1", "192.0.2.2")
far = device_in(sys.argv[2], "192.0.2.2", "192.0.2.1")
print("ready", flush=True)
under_way = {far: collections.deque(), near: collections.deque()}
poll = select.poll()
for file in (0, near, far):
    poll.register(file, select.POLLIN)
while True:
    due = [queue[0][0] for queue in under_way.values() if queue]
    wait = max(0, (min(due) - time.monotonic()) * 1000) if due else None
    events = dict(poll.poll(wait))
    if 0 in events:
        break
    for source, target in ((near, far), (far, near)):
        if source in events:
            pass_on(source, under_way[target])
    for target, queue in under_way.items():
        while queue and queue[0][0] <= time.monotonic():
            os.write(target, queue.popleft()[1])
