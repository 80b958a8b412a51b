if(BUILD_TESTING)
  sixgate_library(tf_testing_random_value
    SOURCES random_value.cc
    DEPS tf_value)
endif()
