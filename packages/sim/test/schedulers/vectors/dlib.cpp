// The learning rate of dlib's own trainer after each of the losses on standard input: a loss layer returns them.
// Arguments: learning rate, shrink factor, iterations without progress. Prints hexadecimal doubles.
#include <dlib/dnn.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace dlib;

static double given_loss = 0;

class loss_given_ {
 public:
  typedef float training_label_type;
  typedef float output_label_type;

  template <typename SUB_TYPE, typename label_iterator>
  void to_label(const tensor&, const SUB_TYPE&, label_iterator) const {}

  template <typename const_label_iterator, typename SUBNET>
  double compute_loss_value_and_gradient(const tensor&, const_label_iterator, SUBNET& sub) const {
    sub.get_gradient_input() = 0;
    return given_loss;
  }

  friend void serialize(const loss_given_&, std::ostream&) {}
  friend void deserialize(loss_given_&, std::istream&) {}
  friend std::ostream& operator<<(std::ostream& out, const loss_given_&) { return out; }
  friend void to_xml(const loss_given_&, std::ostream&) {}
};

template <typename SUBNET>
using loss_given = add_loss_layer<loss_given_, SUBNET>;

int main(int, char** argv) {
  using net_type = loss_given<fc<1, input<matrix<float>>>>;
  net_type net;
  dnn_trainer<net_type> trainer(net, sgd());
  trainer.set_learning_rate(std::atof(argv[1]));
  trainer.set_learning_rate_shrink_factor(std::atof(argv[2]));
  trainer.set_iterations_without_progress_threshold(std::atoi(argv[3]));
  const std::vector<matrix<float>> samples(1, zeros_matrix<float>(1, 1));
  const std::vector<float> labels(1, 0.0f);
  std::string word;
  while (std::cin >> word) {
    given_loss = std::strtod(word.c_str(), nullptr);
    trainer.train_one_step(samples, labels);
    trainer.get_net();  // waits until the step is done
    std::printf("%a\n", trainer.get_learning_rate());
  }
}
