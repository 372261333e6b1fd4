A == 1
EXPECT
1:1 tla/no-module
