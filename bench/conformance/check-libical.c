/* Reads names of iCalendar files, one per line; writes "name<TAB>what libical says" for each remark on them, and
 * "name<TAB>=PROPERTY<TAB>its text in hexadecimal" for each property of an event. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  text[fread(text, 1, size, file)] = 0;
  fclose(file);
  return text;
}

/* Both the parser and the check of restrictions leave their remarks as properties of the component they are about. */
static int print_remarks(const char *path, icalcomponent *component) {
  int count = 0;
  icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
  for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
    printf("%s\t%.200s\n", path, icalproperty_get_xlicerror(property));
    count++;
  }
  icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
  for (; inner; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
    count += print_remarks(path, inner);
  }
  return count;
}

static void print_values(const char *path, icalcomponent *event) {
  icalproperty *property = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY);
  for (; property; property = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY)) {
    icalvalue *value = icalproperty_get_value(property);
    icalvalue_kind kind = value ? icalvalue_isa(value) : ICAL_NO_VALUE;
    const char *text = kind == ICAL_TEXT_VALUE         ? icalvalue_get_text(value)
                       : kind == ICAL_CALADDRESS_VALUE ? icalvalue_get_caladdress(value)
                                                       : "";
    printf("%s\t=%s\t", path, icalproperty_get_property_name(property));
    for (; *text; text++) printf("%02x", (unsigned char)*text);
    printf("\n");
  }
}

int main(void) {
  char path[4096];
  icalerror_set_errors_are_fatal(0);
  while (fgets(path, sizeof path, stdin)) {
    path[strcspn(path, "\n")] = 0;
    char *text = read_file(path);
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
      printf("%s\tis not one VCALENDAR\n", path);
    } else {
      int is_valid = icalrestriction_check(calendar);
      if (print_remarks(path, calendar) == 0 && !is_valid) printf("%s\tbreaks a restriction\n", path);
      icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
      if (event) print_values(path, event);
    }
    if (calendar) icalcomponent_free(calendar);
    free(text);
  }
  return 0;
}
