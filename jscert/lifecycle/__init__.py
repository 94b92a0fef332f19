"""Acts on certificates there are, from 变更 to 吊销, and paper certificates registered.

Input: rosters or numbers, and the registry. Output: receipts; new revisions go through `presswork` as new
certificates do. What an act may do when is decided in `deciding`, over values alone. Standing is computed
from events and dates and never stored. Not here: how pages, seals and files come about.
"""
