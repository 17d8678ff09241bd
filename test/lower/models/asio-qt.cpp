// Asio and Qt, by declarations of the same shape.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
// RUN: sed -e 's/boost::asio/asio/g' %s > %t.cpp
// RUN: %fdtidy lower --everything %t.cpp -- -std=c++20 \
// RUN:   | FileCheck --check-prefix=ALONE %s
struct Context;
struct Protocol;

namespace boost::asio {
namespace posix {
template <typename E> class basic_descriptor {
public:
  basic_descriptor(Context &, int fd);
  ~basic_descriptor();
  void assign(const int &fd);
  int release();
  void close();
  int native_handle();
};
template <typename E> class basic_stream_descriptor : public basic_descriptor<E> {
public:
  basic_stream_descriptor(Context &, int fd);
};
using stream_descriptor = basic_stream_descriptor<int>;
} // namespace posix
template <typename P> class basic_socket {
public:
  ~basic_socket();
  void assign(const P &, const int &fd);
  int release();
  void close();
  int native_handle();
};
template <typename P> class basic_stream_socket : public basic_socket<P> {
public:
  basic_stream_socket(Context &, const P &, const int &fd);
};
template <typename P> class basic_datagram_socket : public basic_socket<P> {
public:
  basic_datagram_socket(Context &, const P &, const int &fd);
};
template <typename P> class basic_socket_acceptor {
public:
  basic_socket_acceptor(Context &, const P &, const int &fd);
  void assign(const P &, const int &fd);
  int native_handle();
};
} // namespace boost::asio

namespace net = boost::asio;

void descriptor(Context &c, int fd, int next) {
  net::posix::stream_descriptor d(c, fd);
  d.close();
  d.assign(next);
}
// CHECK-LABEL: "descriptor"
// CHECK: transfer %fd to owner by "boost::asio::posix::basic_stream_descriptor::basic_stream_descriptor"
// CHECK: release {{.*}} by "boost::asio::posix::basic_descriptor::close" owner
// CHECK: transfer %next to owner by "boost::asio::posix::basic_descriptor::assign"
// ALONE-LABEL: "descriptor"
// ALONE: transfer %fd to owner by "asio::posix::basic_stream_descriptor::basic_stream_descriptor"
// ALONE: release {{.*}} by "asio::posix::basic_descriptor::close" owner
// ALONE: transfer %next to owner by "asio::posix::basic_descriptor::assign"
int descriptor_base(Context &c, int fd) {
  net::posix::basic_descriptor<int> d(c, fd);
  int view = d.native_handle();
  return view + d.release();
}
// CHECK-LABEL: "descriptor_base"
// CHECK: %d = transfer %fd to owner by "boost::asio::posix::basic_descriptor::basic_descriptor"
// CHECK: %view = alias %d as raw by "boost::asio::posix::basic_descriptor::native_handle"
// CHECK: transfer %d to raw by "boost::asio::posix::basic_descriptor::release"
// ALONE-LABEL: "descriptor_base"
// ALONE: %d = transfer %fd to owner by "asio::posix::basic_descriptor::basic_descriptor"
// ALONE: %view = alias %d as raw by "asio::posix::basic_descriptor::native_handle"
// ALONE: transfer %d to raw by "asio::posix::basic_descriptor::release"
int sockets(Context &c, const Protocol &p, int fd, int fd2, int fd3, int fd4) {
  net::basic_stream_socket<Protocol> s(c, p, fd);
  s.close();
  s.assign(p, fd2);
  net::basic_datagram_socket<Protocol> d(c, p, fd3);
  int view = s.native_handle();
  net::basic_socket_acceptor<Protocol> a(c, p, fd4);
  return view + a.native_handle() + d.release();
}
// CHECK-LABEL: "sockets"
// CHECK: transfer %fd to owner by "boost::asio::basic_stream_socket::basic_stream_socket"
// CHECK: release {{.*}} by "boost::asio::basic_socket::close" owner
// CHECK: transfer %fd2 to owner by "boost::asio::basic_socket::assign"
// CHECK: transfer %fd3 to owner by "boost::asio::basic_datagram_socket::basic_datagram_socket"
// CHECK: alias {{.*}} as raw by "boost::asio::basic_socket::native_handle"
// CHECK: transfer %fd4 to owner by "boost::asio::basic_socket_acceptor::basic_socket_acceptor"
// CHECK: alias %a as raw by "boost::asio::basic_socket_acceptor::native_handle"
// CHECK: transfer {{.*}} to raw by "boost::asio::basic_socket::release"
// ALONE-LABEL: "sockets"
// ALONE: transfer %fd to owner by "asio::basic_stream_socket::basic_stream_socket"
// ALONE: release {{.*}} by "asio::basic_socket::close" owner
// ALONE: transfer %fd2 to owner by "asio::basic_socket::assign"
// ALONE: transfer %fd3 to owner by "asio::basic_datagram_socket::basic_datagram_socket"
// ALONE: alias {{.*}} as raw by "asio::basic_socket::native_handle"
// ALONE: transfer %fd4 to owner by "asio::basic_socket_acceptor::basic_socket_acceptor"
// ALONE: alias %a as raw by "asio::basic_socket_acceptor::native_handle"
// ALONE: transfer {{.*}} to raw by "asio::basic_socket::release"
void acceptor(net::basic_socket_acceptor<Protocol> &a, const Protocol &p, int fd) {
  a.assign(p, fd);
}
// CHECK-LABEL: "acceptor"
// CHECK: transfer %fd to owner by "boost::asio::basic_socket_acceptor::assign"
// ALONE-LABEL: "acceptor"
// ALONE: transfer %fd to owner by "asio::basic_socket_acceptor::assign"

class QFileDevice {
public:
  int handle() const;
};
class QFile : public QFileDevice {
public:
  bool open(int mode);
  bool open(int fd, int mode, int flags = 0);
};
class QAbstractSocket {
public:
  bool setSocketDescriptor(int fd, int state = 3, int mode = 3);
  int socketDescriptor() const;
};
class QLocalSocket {
public:
  bool setSocketDescriptor(int fd, int state = 3, int mode = 3);
  int socketDescriptor() const;
};
class QTcpServer {
public:
  bool setSocketDescriptor(int fd);
  int socketDescriptor() const;
};
class QSocketNotifier {
public:
  QSocketNotifier(int fd, int type);
};
bool qfile_takes(QFile &f, int fd) { return f.open(fd, 1, 1); }
// CHECK-LABEL: "qfile_takes"
// CHECK: br {{.*}} if ret == 1
// CHECK: escape %fd as "QFile::open"
bool qfile_borrows(QFile &f, int fd) { return f.open(fd, 1); }
// CHECK-LABEL: "qfile_borrows"
// CHECK-NOT: escape
int qfile_handle(QFile &f) { return f.handle(); }
// CHECK-LABEL: "qfile_handle"
// CHECK: alias {{.*}} as raw by "QFileDevice::handle"
int qsockets(QAbstractSocket &a, QLocalSocket &l, QTcpServer &t, int fd1,
             int fd2, int fd3, int fd4) {
  QSocketNotifier n(fd4, 0);
  if (a.setSocketDescriptor(fd1) && l.setSocketDescriptor(fd2) &&
      t.setSocketDescriptor(fd3))
    return a.socketDescriptor() + l.socketDescriptor() + t.socketDescriptor();
  return -1;
}
// CHECK-LABEL: "qsockets"
// CHECK: use %fd4 by "QSocketNotifier::QSocketNotifier"
// CHECK: escape %fd1 as "QAbstractSocket::setSocketDescriptor"
// CHECK: escape %fd2 as "QLocalSocket::setSocketDescriptor"
// CHECK: escape %fd3 as "QTcpServer::setSocketDescriptor"
// CHECK: alias *%a as raw by "QAbstractSocket::socketDescriptor"
// CHECK: alias *%l as raw by "QLocalSocket::socketDescriptor"
// CHECK: alias *%t as raw by "QTcpServer::socketDescriptor"
