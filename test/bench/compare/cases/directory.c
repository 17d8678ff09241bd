// fd-leak: a directory is not closed where an entry is found
#include <dirent.h>
#include <string.h>

int has(const char *path, const char *name) {
  DIR *dir = opendir(path);
  if (!dir)
    return 0;
  struct dirent *entry;
  while ((entry = readdir(dir)) != NULL)
    if (strcmp(entry->d_name, name) == 0) {
#ifdef RIGHT
      closedir(dir);
#endif
      return 1;
    }
  closedir(dir);
  return 0;
}
