"""Who counts as what: a line a case. The session is 15:00-16:30 on site and online; 迟到 after 10 minutes.

Left of the bar what happens, in this order, each with when: `-20` and `12` are minutes from the beginning, `e` is the end, `e+2h`
two hours after it. Then how the session stands (open, ended, settled, cancelled), and what the person counts as.
signs: typed; scans: by the QR picture; room: 现场; out: 签退; asks, official: 请假, 因公; grants, refuses: 准假, 不准; back: 销假;
fix=…: 补签; makes_up: 补学; leaves_roster.
"""

CASES = """
                                                    | open      | waiting
                                                    | ended     | pending
                                                    | settled   | absent
                                                    | cancelled | waiting
signs@-16                                           | open      | waiting
signs@-15                                           | open      | present
signs@-1                                            | open      | present
signs@0                                             | open      | present
signs@9                                             | open      | present
signs@10                                            | open      | present
signs@11                                            | open      | late
signs@89                                            | open      | late
signs@e                                             | open      | late
signs@e+1m                                          | open      | waiting
signs@e+1m                                          | ended     | pending
signs@e+1m                                          | settled   | absent
signs@-16                                           | ended     | pending
signs@5                                             | ended     | present
signs@11                                            | ended     | late
signs@5                                             | settled   | present
signs@11                                            | settled   | late
signs@5                                             | cancelled | waiting
signs@5 signs@20                                    | open      | present
signs@20 signs@5                                    | open      | present
signs@20 signs@15                                   | open      | late
signs@5 signs@5                                     | open      | present
scans@5                                             | open      | present
scans@11                                            | open      | late
scans@-16                                           | open      | waiting
scans@e+1m                                          | ended     | pending
signs@5 scans@20                                    | open      | present
scans@20 signs@5                                    | open      | present
room@0                                              | open      | present
room@11                                             | open      | present
room@89                                             | open      | present
room@e+1m                                           | ended     | present
room@e+5h                                           | ended     | present
room@e+30h                                          | settled   | present
room@-16                                            | open      | waiting
room@5                                              | cancelled | waiting
signs@11 room@60                                    | open      | late
signs@5 room@60                                     | open      | present
room@60 signs@11                                    | open      | present
room@60 signs@5                                     | open      | present
scans@11 room@60                                    | open      | late
out@60                                              | open      | waiting
signs@5 out@60                                      | open      | present
signs@11 out@60                                     | open      | late
signs@5 out@e+1m                                    | ended     | present
signs@5 out@20 out@80                               | open      | present
out@60 signs@5                                      | ended     | present
asks@-500                                           | open      | waiting
asks@-500                                           | ended     | pending
asks@-500                                           | settled   | absent
asks@30                                             | open      | waiting
asks@e                                              | open      | waiting
asks@e+1m                                           | ended     | pending
asks@e+1m grants@e+2m                               | ended     | pending
asks@-500 grants@-400                               | open      | leave
asks@-500 grants@-400                               | ended     | leave
asks@-500 grants@-400                               | settled   | leave
asks@-500 grants@e+2h                               | ended     | leave
asks@-500 grants@e+30h                              | settled   | leave
grants@-400                                         | open      | waiting
grants@e+2h                                         | ended     | pending
asks@-500 refuses@-400                              | open      | waiting
asks@-500 refuses@-400                              | ended     | pending
asks@-500 refuses@-400                              | settled   | absent
asks@-500 refuses@-400 signs@5                      | ended     | present
asks@-500 refuses@-400 asks@-300                    | ended     | pending
asks@-500 refuses@-400 asks@-300 grants@-200        | ended     | leave
asks@-500 refuses@-400 grants@-300                  | ended     | leave
asks@-500 grants@-400 refuses@-300                  | ended     | pending
asks@-500 grants@-400 asks@-300                     | ended     | leave
asks@-500 grants@-400 signs@5                       | open      | present
asks@-500 grants@-400 signs@20                      | ended     | late
asks@-500 signs@5 grants@60                         | ended     | present
signs@5 asks@30                                     | ended     | present
signs@5 asks@30 grants@40                           | ended     | present
asks@-500 grants@-400 room@60                       | ended     | present
asks@-500 back@-400                                 | open      | waiting
asks@-500 back@-400                                 | ended     | pending
asks@-500 back@-400                                 | settled   | absent
asks@-500 back@-400 grants@-300                     | ended     | pending
asks@-500 grants@-400 back@-300                     | open      | waiting
asks@-500 grants@-400 back@-300                     | settled   | absent
asks@-500 grants@-400 back@-300 signs@5             | ended     | present
asks@-500 grants@-400 back@e+1m                     | ended     | leave
asks@-500 back@-400 asks@-300 grants@-200           | ended     | leave
back@-400                                           | ended     | pending
refuses@-400                                        | ended     | pending
asks@-500 grants@-400                               | cancelled | waiting
official@-500                                       | ended     | pending
official@-500 grants@-400                           | ended     | official
official@-500 grants@-400                           | settled   | official
official@-500 grants@-400 signs@5                   | ended     | present
official@-500 back@-400 asks@-300 grants@-200       | ended     | leave
official@-500 refuses@-400                          | settled   | absent
fix=present@5                                       | open      | present
fix=present@e+2h                                    | ended     | present
fix=present@e+30h                                   | settled   | present
fix=late@e+2h                                       | ended     | late
fix=leave@e+2h                                      | ended     | leave
fix=official@e+2h                                   | settled   | official
fix=absent@e+2h                                     | ended     | absent
fix=present@5                                       | cancelled | waiting
signs@5 fix=absent@e+2h                             | ended     | absent
signs@11 fix=present@e+2h                           | ended     | present
signs@5 fix=late@e+2h                               | settled   | late
signs@5 fix=leave@e+2h                              | settled   | leave
fix=absent@5 signs@11                               | ended     | absent
fix=absent@e+1h fix=present@e+2h                    | ended     | present
fix=present@e+1h fix=absent@e+2h                    | settled   | absent
asks@-500 grants@-400 fix=absent@e+2h               | settled   | absent
fix=absent@20 signs@30 out@60                       | ended     | absent
fix=leave@20 signs@30                               | ended     | leave
fix=absent@20 room@60                               | ended     | absent
fix=absent@20 room@60 fix=present@80                | ended     | present
fix=official@5 back@10                              | ended     | official
asks@-500 moved back@-10                            | ended     | pending
asks@-500 grants@-400 moved signs@5                 | ended     | present
asks@-500 grants@-400 leaves_roster@60 makes_up@e+1h | settled   | leave made_up
signs@5 leaves_roster@60 makes_up@e+30h             | settled   | present
fix=absent@e+1h makes_up@e+2h fix=leave@e+3h        | settled   | leave made_up
fix=late@20 signs@5                                 | ended     | late
fix=present@20 asks@30 grants@40                    | ended     | present
fix=absent@e+2h asks@-500 grants@e+3h               | settled   | absent
makes_up@60                                         | open      | waiting
makes_up@e+1h                                       | ended     | pending made_up
makes_up@e+30h                                      | settled   | absent made_up
makes_up@e+167h                                     | settled   | absent made_up
makes_up@e+169h                                     | settled   | absent
asks@-500 grants@-400 makes_up@e+30h                | settled   | leave made_up
official@-500 grants@-400 makes_up@e+30h            | settled   | official made_up
signs@5 makes_up@e+30h                              | settled   | present
signs@11 makes_up@e+30h                             | settled   | late
fix=present@e+2h makes_up@e+30h                     | settled   | present
fix=absent@e+2h makes_up@e+30h                      | settled   | absent made_up
makes_up@e+30h fix=present@e+40h                    | settled   | present made_up
makes_up@e+30h                                      | cancelled | waiting
leaves_roster@e                                     | ended     | left
leaves_roster@60                                    | open      | left
signs@5 leaves_roster@60                            | ended     | present
signs@11 leaves_roster@60                           | ended     | late
asks@-500 grants@-400 leaves_roster@60              | ended     | leave
asks@-500 leaves_roster@60                          | ended     | left
fix=absent@20 leaves_roster@60                      | ended     | absent
signs@5 moved                                       | open      | waiting
signs@5 moved signs@5                               | open      | present
asks@-500 grants@-400 moved                         | ended     | leave
asks@-500 moved grants@-10                          | ended     | leave
signs@-10 out@-5 moved                              | ended     | pending
"""

STANDINGS = """
正式党员     -        -            -          expected voter
正式党员     无表决权 -            -          expected
正式党员     -        不计入应到   -          observer
正式党员     无表决权 不计入应到   -          observer
预备党员     -        -            -          expected
预备党员     无表决权 -            -          expected
预备党员     -        不计入应到   -          observer
发展对象     -        -            -          observer
发展对象     无表决权 不计入应到   -          observer
入党积极分子 -        -            -          observer
入党积极分子 -        不计入应到   -          observer
群众代表     -        -            -          nobody
群众代表     -        -            群众代表   observer
群众代表     -        不计入应到   群众代表   observer
正式党员     -        -            群众代表   expected voter
预备党员     -        -            群众代表   expected
发展对象     -        -            群众代表   observer
入党积极分子 -        -            群众代表   observer
"""
"""身份, 无表决权, 不计入应到, 列席 | role and whether they vote."""

QUORUMS = """
general    30 14 0 no
general    30 15 0 yes
general    31 15 0 no
general    31 16 0 yes
general    1  1  0 yes
general    0  0  0 no
general    30 10 5 yes
admission  30 15 0 no
admission  30 16 0 yes
admission  31 15 0 no
admission  31 16 0 yes
admission  2  1  0 no
admission  2  1  1 yes
committee  5  2  0 no
committee  5  3  0 yes
committee  4  2  0 yes
committee  7  3  1 yes
election   30 23 0 no
election   30 24 0 yes
election   31 24 0 no
election   31 25 0 yes
election   5  4  0 yes
election   5  3  1 yes
election   4  3  0 no
"""
"""Kind of vote, voters, of whom on site, online | reached."""
