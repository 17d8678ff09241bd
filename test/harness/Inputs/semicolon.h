// A header with one finding, for header.cpp.
inline int semicolon(int X) {
  if (X > 2);
  X = 3;
  return X;
}
